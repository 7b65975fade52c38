package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.stage.StreamOpening;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.Open;

/** What is constant for an image, as the wire contract puts it. */
final class GrpcOpenings {
  private GrpcOpenings() {}

  static Open message(StreamOpening opening, WireType type) {
    var open =
        Open.newBuilder()
            .setModel(opening.model())
            .addAllLatentShape(GrpcLatents.shape(opening.latentShape()))
            .setImageId(opening.imageId())
            .setTenant(opening.claim().tenant())
            .setTenantWeight(opening.claim().weight())
            .setPriority(GrpcPriorities.message(opening.claim().priority()))
            .setEvaluations(opening.claim().evaluations())
            .setPredictionType(type.dataType());
    opening
        .conditionings()
        .forEach(conditioning ->
            open.addConditionings(
                DenoiserConditioning.newBuilder()
                    .setHiddenStates(GrpcLatents.hiddenStates(conditioning, type))));
    return open.build();
  }
}
