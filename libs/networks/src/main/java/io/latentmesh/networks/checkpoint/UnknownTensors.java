package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.safetensors.TensorSlice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tensors of a checkpoint that no component takes and nobody expects: a sign of a model that is not
 * quite what it seems.
 */
record UnknownTensors(NamedTensors tensors, CheckpointFamily family) {
  private static final int LISTED = 5;
  private static final int SHOWN = 100;

  /**
   * Left over from training, and known to be: averaged copies, the noise schedule, the
   * autoencoder's critic, counters, markers.
   */
  private static final List<String> LEFTOVERS =
      List.of(
          "model_ema.",
          "alphas_cumprod",
          "betas",
          "log_one_minus_alphas_cumprod",
          "logvar",
          "lvlb_weights",
          "posterior_",
          "sqrt_",
          "denoiser.",
          "first_stage_model.loss.",
          "first_stage_model.model_ema.",
          "global_step",
          "scale_factor",
          "edm_",
          "v_pred",
          "ztsnr");

  /** A warning that names some of them; empty if there are none. */
  List<String> warnings(List<CheckpointComponent> components) {
    Set<String> used = new HashSet<>();
    for (CheckpointComponent component : components) {
      for (TensorSlice slice : component.weights().slices().values()) {
        used.add(slice.stored().name());
      }
    }
    List<String> expected = Stream.concat(LEFTOVERS.stream(), encoderLeftovers()).toList();
    List<String> unknown =
        tensors.slices().keySet().stream()
            .filter(name -> !used.contains(name))
            .filter(name -> expected.stream().noneMatch(name::startsWith))
            .sorted()
            .toList();
    return unknown.isEmpty() ? List.of() : List.of(warning(unknown));
  }

  private Stream<String> encoderLeftovers() {
    return family.textEncoders().stream()
        .flatMap(part -> part.leftovers(tensors.below(part.prefix())).map(part.prefix()::concat));
  }

  private static String warning(List<String> unknown) {
    String listed =
        unknown.stream()
            .limit(LISTED)
            .map(name -> name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...")
            .collect(Collectors.joining(", "));
    String rest = unknown.size() > LISTED ? ", and others" : "";
    return "%d tensors belong to no component: %s%s".formatted(unknown.size(), listed, rest);
  }
}
