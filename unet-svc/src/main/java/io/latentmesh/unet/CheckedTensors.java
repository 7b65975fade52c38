package io.latentmesh.unet;

import io.latentmesh.serving.Violations;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.tensor.TensorFormatException;
import io.latentmesh.unet.engine.Finite;
import io.latentmesh.v1.Tensor;
import java.util.List;
import java.util.Optional;

/** Tensors of finite numbers; what is wrong with one becomes a violation. */
final class CheckedTensors {
  private CheckedTensors() {}

  /**
   * The values in C order, or empty after a violation.
   *
   * @param shape expected extents; -1 is any
   */
  static Optional<float[]> finite(
      Tensor tensor, String field, List<Long> shape, Violations violations) {
    try {
      TensorCodec.requireShape(tensor, field, shape);
      float[] values = TensorCodec.floats(tensor, field);
      if (Finite.areAll(values)) {
        return Optional.of(values);
      }
      int bad = firstNonFinite(values);
      violations.add(field, "must be finite, has %s at %d".formatted(values[bad], bad));
    } catch (TensorFormatException e) {
      violations.add(e.field(), e.problem());
    }
    return Optional.empty();
  }

  /** Of values that are not all finite. */
  private static int firstNonFinite(float[] values) {
    int i = 0;
    while (Float.isFinite(values[i])) {
      i++;
    }
    return i;
  }
}
