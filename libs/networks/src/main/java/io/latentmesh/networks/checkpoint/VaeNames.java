package io.latentmesh.networks.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * The autoencoder of the latent-diffusion code. Its decoder counts levels from the image, the
 * reference from the latent; its attention has 1x1 convolutions, whose bytes are those of the
 * reference's linear layers.
 */
final class VaeNames {
  private static final Map<String, String> ATTENTION =
      Map.of(
          "norm", "group_norm",
          "q", "to_q",
          "k", "to_k",
          "v", "to_v",
          "proj_out", "to_out.0");

  private VaeNames() {}

  static NameTable of(NamedTensors vae) {
    NameTable names = new NameTable().same(List.of("quant_conv", "post_quant_conv"));
    putEnds(names, "encoder");
    putEnds(names, "decoder");
    int levels = vae.length("encoder.down");
    for (int level = 0; level < levels; level++) {
      String down = "encoder.down." + level;
      putResnets(names, vae, down, "encoder.down_blocks." + level);
      names.put(down + ".downsample.conv", "encoder.down_blocks." + level + ".downsamplers.0.conv");
    }
    int rises = vae.length("decoder.up");
    for (int level = 0; level < rises; level++) {
      String up = "decoder.up." + level;
      String ours = "decoder.up_blocks." + (rises - 1 - level);
      putResnets(names, vae, up, ours);
      names.put(up + ".upsample.conv", ours + ".upsamplers.0.conv");
    }
    return names;
  }

  private static void putEnds(NameTable names, String half) {
    names
        .same(List.of(half + ".conv_in", half + ".conv_out"))
        .put(half + ".norm_out", half + ".conv_norm_out")
        .parts(half + ".mid.attn_1", half + ".mid_block.attentions.0", ATTENTION);
    putResnet(names, half + ".mid.block_1", half + ".mid_block.resnets.0");
    putResnet(names, half + ".mid.block_2", half + ".mid_block.resnets.1");
  }

  private static void putResnets(NameTable names, NamedTensors vae, String theirs, String ours) {
    int layers = vae.length(theirs + ".block");
    for (int layer = 0; layer < layers; layer++) {
      putResnet(names, theirs + ".block." + layer, ours + ".resnets." + layer);
    }
  }

  private static void putResnet(NameTable names, String theirs, String ours) {
    names.put(theirs, ours).put(theirs + ".nin_shortcut", ours + ".conv_shortcut");
  }
}
