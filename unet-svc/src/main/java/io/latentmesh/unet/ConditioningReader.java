package io.latentmesh.unet;

import io.latentmesh.serving.Violations;
import io.latentmesh.unet.engine.Conditioning;
import io.latentmesh.unet.engine.Finite;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Checks one conditioning against what the model takes; what is wrong becomes violations.
 *
 * @param field proto path of the conditioning
 */
record ConditioningReader(
    DenoiserServiceGetModelResponse model, String field, Violations violations) {
  private static final float[] NONE = {};

  /** Empty after a violation. */
  Optional<Conditioning> read(DenoiserConditioning message, long tokens) {
    Optional<float[]> states =
        CheckedTensors.finite(
            message.getHiddenStates(),
            field + ".hidden_states",
            List.of(tokens, (long) model.getConditioningWidth()),
            violations);
    Optional<float[]> pooled =
        vector("pooled", message.hasPooled(), message.getPooled(), model.getPooledWidth());
    Optional<float[]> timeIds = timeIds(message.getTimeIdsList());
    Optional<float[]> timestepCondition =
        vector(
            "timestep_condition",
            message.hasTimestepCondition(),
            message.getTimestepCondition(),
            model.getTimestepConditionWidth());
    if (states.isEmpty() || pooled.isEmpty() || timeIds.isEmpty() || timestepCondition.isEmpty()) {
      return Optional.empty();
    }
    var vectors = new Conditioning.Vectors(pooled.get(), timeIds.get(), timestepCondition.get());
    return Optional.of(new Conditioning((int) tokens, states.get(), vectors));
  }

  private Optional<float[]> vector(String name, boolean present, Tensor tensor, int width) {
    String path = field + "." + name;
    if (width == 0 && !present) {
      return Optional.of(NONE);
    }
    if (width == 0) {
      violations.add(path, "must be absent: the model takes none");
      return Optional.empty();
    }
    if (!present) {
      violations.add(path, "must be there, with %d values, was absent".formatted(width));
      return Optional.empty();
    }
    return CheckedTensors.finite(tensor, path, List.of((long) width), violations);
  }

  private Optional<float[]> timeIds(List<Float> ids) {
    if (ids.size() != model.getTimeIds()) {
      violations.add(
          field + ".time_ids",
          "must have %d entries, has %d".formatted(model.getTimeIds(), ids.size()));
      return Optional.empty();
    }
    float[] values = new float[ids.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ids.get(i);
    }
    if (!Finite.areAll(values)) {
      violations.add(field + ".time_ids", "must be finite, was " + ids);
      return Optional.empty();
    }
    return Optional.of(values);
  }
}
