package io.latentmesh.unet;

import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.ModelIdentity;
import io.latentmesh.v1.Open;
import io.latentmesh.v1.Tensor;
import java.util.Arrays;
import java.util.List;

/** Messages for a model of 4 channels and conditionings of width 2. */
final class Messages {
  static final DenoiserServiceGetModelResponse DESCRIPTION =
      DenoiserServiceGetModelResponse.newBuilder()
          .setIdentity(ModelIdentity.newBuilder().setName("demo"))
          .setInChannels(4)
          .setOutChannels(4)
          .setConditioningWidth(2)
          .setSampleSize(3)
          .setSchedulerConfigJson("{\"steps_offset\": 1}")
          .build();

  private Messages() {}

  /** Latent [4, 2, 3] and two conditionings [3, 2]. */
  static Open.Builder open() {
    return Open.newBuilder()
        .setModel("demo")
        .addAllLatentShape(List.of(4L, 2L, 3L))
        .addConditionings(conditioning(3, 2))
        .addConditionings(conditioning(3, 2))
        .setImageId("image-1");
  }

  static DenoiserConditioning conditioning(long tokens, long width) {
    return DenoiserConditioning.newBuilder().setHiddenStates(zeros(tokens, width)).build();
  }

  /** Both conditionings at {@code timestep}. */
  static Evaluate.Builder evaluate(long evaluation, float timestep) {
    return Evaluate.newBuilder()
        .setEvaluation(evaluation)
        .setLatent(zeros(4, 2, 3))
        .setTimestep(timestep)
        .addAllConditionings(List.of(0, 1));
  }

  static DenoiseRequest of(Open.Builder open) {
    return DenoiseRequest.newBuilder().setOpen(open).build();
  }

  static DenoiseRequest of(Evaluate.Builder evaluate) {
    return DenoiseRequest.newBuilder().setEvaluate(evaluate).build();
  }

  static Tensor zeros(long... shape) {
    List<Long> extents = Arrays.stream(shape).boxed().toList();
    return TensorCodec.ofFloats(new float[TensorCodec.elements(extents)], extents);
  }
}
