package io.latentmesh.networks.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The autoencoder's {@code config.json}, likewise. The tensors have the reference's names. */
record VaeShapes(NamedTensors vae) {
  private static final int NORM_GROUPS = 32;

  /**
   * What a model's latents are like.
   *
   * @param scalingFactor of the latents
   * @param sampleSize side of the latent that the model was trained at
   * @param forceUpcast whether its autoencoder overflows in F16
   */
  record Habits(double scalingFactor, int sampleSize, boolean forceUpcast) {}

  /** The config for what no shape tells. */
  Map<String, Object> config(Habits habits) {
    int levels = vae.length("encoder.down_blocks");
    List<Long> channels = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      channels.add(vae.extent("encoder.down_blocks.%d.resnets.0.conv2.weight".formatted(level), 0));
    }
    int factor = 1 << Math.clamp(levels - 1L, 0, 16);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("_class_name", "AutoencoderKL");
    config.put("block_out_channels", channels);
    config.put("down_block_types", Collections.nCopies(levels, "DownEncoderBlock2D"));
    config.put("up_block_types", Collections.nCopies(levels, "UpDecoderBlock2D"));
    config.put("layers_per_block", vae.length("encoder.down_blocks.0.resnets"));
    config.put("latent_channels", vae.extent("decoder.conv_in.weight", 1));
    config.put("norm_num_groups", NORM_GROUPS);
    config.put("scaling_factor", habits.scalingFactor());
    config.put("sample_size", factor * habits.sampleSize());
    config.put("force_upcast", habits.forceUpcast());
    config.put("use_quant_conv", vae.has("quant_conv.weight"));
    config.put("use_post_quant_conv", vae.has("post_quant_conv.weight"));
    return config;
  }
}
