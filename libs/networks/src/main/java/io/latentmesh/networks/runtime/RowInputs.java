package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.UnetNetwork.HIDDEN_STATES;
import static io.latentmesh.networks.architecture.UnetNetwork.LATENT;
import static io.latentmesh.networks.architecture.UnetNetwork.TEXT_EMBEDS;
import static io.latentmesh.networks.architecture.UnetNetwork.TIMESTEP;
import static io.latentmesh.networks.architecture.UnetNetwork.TIMESTEP_CONDITION;
import static io.latentmesh.networks.architecture.UnetNetwork.TIME_IDS;

import io.latentmesh.networks.folder.TextTimeConfig;
import io.latentmesh.networks.folder.UnetTrunk;
import io.latentmesh.networks.runtime.GraphSignature.TimestepForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The inputs that a UNet and a ControlNet take alike, as the rows of a call give them.
 *
 * @param channels of the latent
 * @param timesteps unless they are one for each row, all rows of a call must have the same
 */
record RowInputs(int channels, UnetTrunk trunk, TimestepForm timesteps) {

  /** Refuses rows that are unlike each other, or that this network does not take. */
  void check(List<DenoiserRow> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("rows must not be empty");
    }
    DenoiserRow first = rows.getFirst();
    if (first.shape().channels() != channels) {
      throw new IllegalArgumentException(
          "latents must have %d channels, have %d".formatted(channels, first.shape().channels()));
    }
    rows.forEach(row -> checkAlike(first, row));
    checkConditioning(first.conditioning().parts());
  }

  private static void checkAlike(DenoiserRow first, DenoiserRow row) {
    if (!row.shape().equals(first.shape()) || !lengths(row).equals(lengths(first))) {
      throw new IllegalArgumentException("all rows of a call must have the same shapes");
    }
  }

  private static Map<String, Integer> lengths(DenoiserRow row) {
    Map<String, Integer> lengths = new HashMap<>();
    row.conditioning().parts().forEach((name, values) -> lengths.put(name, values.length));
    return lengths;
  }

  private void checkConditioning(Map<String, float[]> parts) {
    int width = trunk.attention().crossAttentionSize();
    int states = length(parts, HIDDEN_STATES).orElse(0);
    if (states == 0 || states % width != 0) {
      throw new IllegalArgumentException(
          "hidden states must be rows of %d features, have %d elements".formatted(width, states));
    }
    checkTextTime(parts, trunk.embeddings().textTime());
    OptionalInt wanted = trunk.embeddings().timestepConditionSize();
    OptionalInt given = length(parts, TIMESTEP_CONDITION);
    if (!given.equals(wanted)) {
      throw new IllegalArgumentException(
          "%s: must have %s elements, has %s"
              .formatted(TIMESTEP_CONDITION, shown(wanted), shown(given)));
    }
  }

  private static void checkTextTime(Map<String, float[]> parts, Optional<TextTimeConfig> config) {
    OptionalInt text = length(parts, TEXT_EMBEDS);
    OptionalInt ids = length(parts, TIME_IDS);
    if (config.isEmpty() && text.isEmpty() && ids.isEmpty()) {
      return;
    }
    int wanted = text.isPresent() && config.isPresent() ? config.get().timeIds(text.getAsInt()) : 0;
    if (wanted == 0 || ids.orElse(0) != wanted) {
      throw new IllegalArgumentException(
          "%s and %s: must have %s, have %s and %s elements"
              .formatted(TEXT_EMBEDS, TIME_IDS, rule(config), shown(text), shown(ids)));
    }
  }

  private static String rule(Optional<TextTimeConfig> config) {
    return config
        .map(sizes ->
            "%d features together, each id counting %d"
                .formatted(sizes.inputSize(), sizes.featuresPerId()))
        .orElse("no elements");
  }

  private static OptionalInt length(Map<String, float[]> parts, String name) {
    float[] values = parts.get(name);
    return values == null ? OptionalInt.empty() : OptionalInt.of(values.length);
  }

  private static String shown(OptionalInt length) {
    return length.isPresent() ? Integer.toString(length.getAsInt()) : "no";
  }

  /** Names and shapes of the inputs of a run on rows that {@link #check} let pass. */
  List<TensorSpec> specs(List<DenoiserRow> rows) {
    DenoiserRow first = rows.getFirst();
    int count = rows.size();
    int width = trunk.attention().crossAttentionSize();
    List<TensorSpec> specs = new ArrayList<>();
    specs.add(first.shape().rows(LATENT, count));
    specs.add(
        switch (timesteps) {
          case PER_ROW -> TensorSpec.floats(TIMESTEP, count);
          case ONE -> TensorSpec.floats(TIMESTEP, 1);
          case SCALAR -> TensorSpec.floats(TIMESTEP);
        });
    first
        .conditioning()
        .parts()
        .forEach((name, values) ->
            specs.add(
                name.equals(HIDDEN_STATES)
                    ? TensorSpec.floats(name, count, values.length / width, width)
                    : TensorSpec.floats(name, count, values.length)));
    return specs;
  }

  private List<float[]> timesteps(List<DenoiserRow> rows) {
    List<DenoiserRow> told = timesteps == TimestepForm.PER_ROW ? rows : rows.subList(0, 1);
    return told.stream().map(row -> new float[] {row.timestep()}).toList();
  }

  /** Puts the rows into the inputs. */
  void fill(RunBuffers buffers, List<DenoiserRow> rows) {
    buffers.fill(LATENT, rows.stream().map(DenoiserRow::latent).toList());
    buffers.fill(TIMESTEP, timesteps(rows));
    for (String name : rows.getFirst().conditioning().parts().keySet()) {
      buffers.fill(name, rows.stream().map(row -> row.conditioning().part(name)).toList());
    }
  }
}
