package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.stage.DenoiserDescription;
import io.latentmesh.orchestrator.stage.DenoiserStream;
import io.latentmesh.orchestrator.stage.DenoiserStreams;
import io.latentmesh.orchestrator.stage.ModelDefaults;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.orchestrator.stage.StageModel;
import io.latentmesh.orchestrator.stage.StreamOpening;
import io.latentmesh.v1.DenoiserServiceGetModelRequest;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.DenoiserServiceGrpc;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** {@code DenoiserService} as {@link DenoiserStreams}. */
public final class GrpcDenoiserClient implements DenoiserStreams {
  private final GrpcDenoiserPeer peer;

  public GrpcDenoiserClient(GrpcDenoiserPeer peer) {
    this.peer = peer;
  }

  /**
   * The stream lives in the gRPC context of the thread that uses it: its deadline and its
   * cancellation. No replica hears of it before its first evaluation.
   */
  @Override
  public DenoiserStream open(StreamOpening opening) {
    return new MovingDenoiserStream(peer, opening);
  }

  @Override
  public DenoiserDescription describe(String model) {
    return GrpcStage.call(Stage.UNET, () -> description(getModel(model)));
  }

  @Override
  public List<StageModel> models() {
    DenoiserServiceGetModelResponse response = GrpcStage.call(Stage.UNET, () -> getModel(""));
    if (response.getModelsCount() == 0) { // a replica of before there could be several
      return List.of(new StageModel(response.getIdentity().getName(), true));
    }
    return response.getModelsList().stream()
        .map(name -> new StageModel(name, response.getLoadedModelsList().contains(name)))
        .toList();
  }

  private DenoiserServiceGetModelResponse getModel(String model) {
    return DenoiserServiceGrpc.newBlockingStub(peer.channel())
        .withDeadlineAfter(GrpcStage.DESCRIBE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .getModel(DenoiserServiceGetModelRequest.newBuilder().setModel(model).build());
  }

  private static DenoiserDescription description(DenoiserServiceGetModelResponse response) {
    return new DenoiserDescription(
        GrpcStage.identity(response.getIdentity()),
        response.getInChannels(),
        response.getOutChannels(),
        response.getConditioningWidth(),
        new DenoiserDescription.Vectors(
            response.getPooledWidth(), response.getTimeIds(), response.getTimestepConditionWidth()),
        response.getSampleSize(),
        response.getSchedulerConfigJson(),
        defaults(response.getDefaults()),
        GrpcBatchCurves.curves(response.getBatchCurvesList()));
  }

  private static ModelDefaults defaults(io.latentmesh.v1.ModelDefaults defaults) {
    return new ModelDefaults(
        defaults.hasSteps() ? OptionalInt.of(defaults.getSteps()) : OptionalInt.empty(),
        defaults.hasGuidanceScale()
            ? OptionalDouble.of(defaults.getGuidanceScale())
            : OptionalDouble.empty(),
        defaults.hasWidth() ? OptionalInt.of(defaults.getWidth()) : OptionalInt.empty(),
        defaults.hasHeight() ? OptionalInt.of(defaults.getHeight()) : OptionalInt.empty(),
        defaults.hasSampler() ? Optional.of(defaults.getSampler()) : Optional.empty(),
        defaults.hasSchedule() ? Optional.of(defaults.getSchedule()) : Optional.empty());
  }
}
