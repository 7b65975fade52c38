package io.latentmesh.networks.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which family a checkpoint is of: by its text encoders, else by what its denoiser expects. */
final class FamilyDetection {
  static final String UNET = "model.diffusion_model.";

  /** A tensor that only files of that kind have, and what to say of them. */
  private static final Map<String, String> OTHERS = others();

  /** Width of the conditioning of each published model. */
  private static final Map<Long, CheckpointFamily> BY_WIDTH =
      Map.of(
          768L, CheckpointFamily.SD1,
          1024L, CheckpointFamily.SD2,
          2048L, CheckpointFamily.SDXL,
          1280L, CheckpointFamily.SDXL_REFINER);

  private FamilyDetection() {}

  private static Map<String, String> others() {
    Map<String, String> others = new LinkedHashMap<>();
    others.put(UNET + "joint_blocks.", "a Stable Diffusion 3 model");
    others.put("joint_blocks.", "a Stable Diffusion 3 transformer");
    others.put(UNET + "double_blocks.", "a Flux model");
    others.put("double_blocks.", "a Flux transformer");
    others.put("control_model.", "a ControlNet");
    others.put("controlnet_cond_embedding.", "a ControlNet's folder's weights");
    others.put("lora_", "a LoRA");
    others.put("down_blocks.", "the denoiser of a diffusers folder");
    others.put("decoder.", "an autoencoder");
    others.put("text_model.", "a text encoder");
    return others;
  }

  /**
   * @throws CheckpointException if it is of none of them; says what it is if that is known
   */
  static CheckpointFamily of(NamedTensors tensors) {
    NamedTensors unet = tensors.below(UNET);
    if (!unet.has("input_blocks.0.0.weight")) {
      throw new CheckpointException(
          tensors.file(),
          "must be a Stable Diffusion checkpoint with tensors '%sinput_blocks…', was %s"
              .formatted(UNET, kind(tensors)));
    }
    return byTextEncoders(tensors).or(() -> byWidth(unet)).orElseThrow(() -> unknown(tensors));
  }

  /** The refiner's encoder has the prefix of no other model, so the order decides nothing. */
  private static Optional<CheckpointFamily> byTextEncoders(NamedTensors tensors) {
    for (CheckpointFamily family :
        List.of(
            CheckpointFamily.SDXL,
            CheckpointFamily.SDXL_REFINER,
            CheckpointFamily.SD2,
            CheckpointFamily.SD1)) {
      boolean all =
          family.textEncoders().stream().allMatch(part -> !tensors.below(part.prefix()).isEmpty());
      if (all) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  private static Optional<CheckpointFamily> byWidth(NamedTensors unet) {
    String key = "middle_block.1.transformer_blocks.0.attn2.to_k.weight";
    return unet.has(key)
        ? Optional.ofNullable(BY_WIDTH.get(unet.extent(key, 1)))
        : Optional.empty();
  }

  private static String kind(NamedTensors tensors) {
    return OTHERS.entrySet().stream()
        .filter(
            other -> tensors.slices().keySet().stream().anyMatch(n -> n.startsWith(other.getKey())))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse("none that is known");
  }

  private static CheckpointException unknown(NamedTensors tensors) {
    return new CheckpointException(
        tensors.file(),
        "must have the text encoders of a known family, or a conditioning of %s features"
            .formatted(BY_WIDTH.keySet().stream().sorted().toList()));
  }
}
