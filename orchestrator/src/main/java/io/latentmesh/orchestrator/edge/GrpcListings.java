package io.latentmesh.orchestrator.edge;

import io.latentmesh.orchestrator.model.ModelCatalog;
import io.latentmesh.orchestrator.plan.SamplerName;
import io.latentmesh.orchestrator.plan.ScheduleName;
import io.latentmesh.orchestrator.stage.ComponentIdentity;
import io.latentmesh.v1.ListModelsResponse;
import io.latentmesh.v1.ListSamplersResponse;
import io.latentmesh.v1.Model;
import io.latentmesh.v1.ModelIdentity;
import io.latentmesh.v1.Sampler;
import io.latentmesh.v1.Schedule;
import java.util.List;

/** What can be asked for, as messages of the wire contract. */
final class GrpcListings {
  private GrpcListings() {}

  /**
   * The models in order.
   *
   * @param models the default one first
   */
  static ListModelsResponse models(List<ModelCatalog.Listing> models) {
    var response = ListModelsResponse.newBuilder();
    for (ModelCatalog.Listing listing : models) {
      Model.Builder message = listing.model().map(GrpcListings::model).orElseGet(Model::newBuilder);
      response.addModels(
          message.setName(listing.name()).setIsDefault(response.getModelsCount() == 0));
    }
    return response.build();
  }

  private static Model.Builder model(io.latentmesh.orchestrator.model.Model model) {
    var message =
        Model.newBuilder()
            .setLoaded(true)
            .setDefaultWidth(model.defaultWidth())
            .setDefaultHeight(model.defaultHeight())
            .setDefaultSteps(model.defaultSteps())
            .setDefaultGuidanceScale(model.defaultGuidanceScale())
            .setSizeMultiple(model.sizeMultiple());
    model
        .defaultSampling()
        .ifPresent(sampling ->
            message.setDefaultSampler(sampling.sampler()).setDefaultSchedule(sampling.schedule()));
    model.components().forEach(component -> message.addComponents(identity(component)));
    return message;
  }

  static ListSamplersResponse samplers() {
    var response = ListSamplersResponse.newBuilder();
    for (SamplerName sampler : SamplerName.values()) {
      response.addSamplers(
          Sampler.newBuilder()
              .setName(sampler.clientName())
              .setDiffusersClass(sampler.diffusersClass())
              .setDiffusersOptions(sampler.diffusersOptions())
              .setA1111Name(sampler.a1111Name())
              .setDescription(sampler.description()));
    }
    for (ScheduleName schedule : ScheduleName.values()) {
      response.addSchedules(
          Schedule.newBuilder()
              .setName(schedule.clientName())
              .setDescription(schedule.description()));
    }
    return response.build();
  }

  private static ModelIdentity identity(ComponentIdentity identity) {
    return ModelIdentity.newBuilder()
        .setName(identity.name())
        .setArchitecture(identity.architecture())
        .setSha256(identity.sha256())
        .setParameters(identity.parameters())
        .setProvider(identity.provider())
        .setStoredDataType(identity.storedDataType())
        .build();
  }
}
