package io.latentmesh.networks.checkpoint;

import java.util.Map;

/**
 * The denoiser of the latent-diffusion code (its {@code openaimodel.UNetModel}): flat lists of
 * input and output blocks, where the reference has levels of resnets, attentions and resampling.
 */
final class UnetNames {
  private static final Map<String, String> RESNET =
      Map.of(
          "in_layers.0", "norm1",
          "in_layers.2", "conv1",
          "emb_layers.1", "time_emb_proj",
          "out_layers.0", "norm2",
          "out_layers.3", "conv2",
          "skip_connection", "conv_shortcut");

  private UnetNames() {}

  static NameTable of(UnetLayout layout) {
    NameTable names =
        new NameTable()
            .put("time_embed.0", "time_embedding.linear_1")
            .put("time_embed.2", "time_embedding.linear_2")
            .put("time_embed.cond_proj", "time_embedding.cond_proj")
            .put("label_emb.0.0", "add_embedding.linear_1")
            .put("label_emb.0.2", "add_embedding.linear_2")
            .put("input_blocks.0.0", "conv_in")
            .parts("middle_block.0", "mid_block.resnets.0", RESNET)
            .put("middle_block.1", "mid_block.attentions.0")
            .parts("middle_block.2", "mid_block.resnets.1", RESNET)
            .put("out.0", "conv_norm_out")
            .put("out.2", "conv_out");
    for (int level = 0; level < layout.levels(); level++) {
      for (int layer = 0; layer <= layout.layersPerBlock(); layer++) {
        putInput(names, layout, level, layer);
        putOutput(names, layout, level, layer);
      }
    }
    return names;
  }

  /** Block 0 is the first convolution; behind its layers each level but the last halves. */
  private static void putInput(NameTable names, UnetLayout layout, int level, int layer) {
    int stride = layout.layersPerBlock() + 1;
    String theirs = "input_blocks." + (1 + level * stride + layer);
    String ours = "down_blocks." + level;
    if (layer == layout.layersPerBlock()) {
      names.put(theirs + ".0.op", ours + ".downsamplers.0.conv");
      return;
    }
    names.parts(theirs + ".0", ours + ".resnets." + layer, RESNET);
    names.put(theirs + ".1", ours + ".attentions." + layer);
  }

  /** An upsampler is the last module of its block: the second, or the third behind an attention. */
  private static void putOutput(NameTable names, UnetLayout layout, int level, int layer) {
    int stride = layout.layersPerBlock() + 1;
    String theirs = "output_blocks." + (level * stride + layer);
    String ours = "up_blocks." + level;
    names.parts(theirs + ".0", ours + ".resnets." + layer, RESNET);
    names.put(theirs + ".1", ours + ".attentions." + layer);
    names.put(theirs + ".1.conv", ours + ".upsamplers.0.conv");
    names.put(theirs + ".2.conv", ours + ".upsamplers.0.conv");
  }
}
