package io.latentmesh.bench.javawork;

import com.google.protobuf.ByteString;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Tensor;
import java.util.List;
import java.util.Random;

/**
 * The start of an image of Stable Diffusion 1.5's size and what its network says, at every step.
 */
final class Evaluations {
  static final LatentShape SHAPE = new LatentShape(4, 64, 64);
  static final List<Long> EXTENTS = List.of(4L, 64L, 64L);
  private static final int NOISE = 1;
  private static final int UNCONDITIONAL = 2;
  private static final int CONDITIONAL = 3;

  private Evaluations() {}

  static Latent noise() {
    return Latent.of(SHAPE, normal(NOISE));
  }

  /** As protobuf reads it from the wire: the bytes of each prediction are in an array of theirs. */
  static Evaluated answer() {
    return Evaluated.newBuilder()
        .setEvaluation(1)
        .addPredictions(prediction(UNCONDITIONAL))
        .addPredictions(prediction(CONDITIONAL))
        .build();
  }

  private static Tensor prediction(int seed) {
    Tensor tensor = TensorCodec.ofFloats(normal(seed), EXTENTS);
    return tensor.toBuilder().setData(ByteString.copyFrom(tensor.getData().toByteArray())).build();
  }

  private static float[] normal(int seed) {
    var random = new Random(seed);
    float[] values = new float[SHAPE.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
