package io.latentmesh.networks.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The denoiser's {@code config.json} as its shapes, and the family where they say nothing, give it.
 * The tensors have the reference's names.
 */
record UnetShapes(NamedTensors unet, CheckpointFamily family) {
  /** The only value in use: SDXL's embedding of sizes and crops. */
  private static final int ADDITION_TIME_FEATURES = 256;

  private static final int NORM_GROUPS = 32;

  /** A file whose denoiser takes the guidance scale as an input was distilled from another. */
  boolean isConsistencyModel() {
    return unet.has("time_embedding.cond_proj.weight");
  }

  long inChannels() {
    return unet.extent("conv_in.weight", 1);
  }

  Map<String, Object> config(PredictionType prediction) {
    int levels = unet.length("down_blocks");
    List<Long> channels = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      channels.add(unet.extent("down_blocks.%d.resnets.0.conv2.weight".formatted(level), 0));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("_class_name", "UNet2DConditionModel");
    config.put("in_channels", inChannels());
    config.put("out_channels", unet.extent("conv_out.weight", 0));
    config.put("sample_size", family.sampleSize(prediction));
    config.put("block_out_channels", channels);
    config.put("down_block_types", types("down_blocks", "DownBlock2D", levels));
    config.put("up_block_types", types("up_blocks", "UpBlock2D", levels));
    config.put("layers_per_block", unet.length("down_blocks.0.resnets"));
    config.put("attention_head_dim", channels.stream().map(family::heads).toList());
    config.put("transformer_layers_per_block", depths(levels));
    config.put("cross_attention_dim", crossAttentionSize());
    config.put("norm_num_groups", NORM_GROUPS);
    config.put("use_linear_projection", unet.rank("mid_block.attentions.0.proj_in.weight") == 2);
    putConditions(config, prediction);
    return config;
  }

  long crossAttentionSize() {
    return unet.extent("mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight", 1);
  }

  private void putConditions(Map<String, Object> config, PredictionType prediction) {
    if (family == CheckpointFamily.SD2 && prediction == PredictionType.V_PREDICTION) {
      config.put("upcast_attention", true);
    }
    if (isConsistencyModel()) {
      config.put("time_cond_proj_dim", unet.extent("time_embedding.cond_proj.weight", 1));
    }
    if (unet.has("add_embedding.linear_1.weight")) {
      config.put("addition_embed_type", "text_time");
      config.put("addition_time_embed_dim", ADDITION_TIME_FEATURES);
      config.put(
          "projection_class_embeddings_input_dim", unet.extent("add_embedding.linear_1.weight", 1));
    }
  }

  private List<String> types(String list, String plain, int levels) {
    List<String> types = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      types.add(hasAttention(list, level) ? "CrossAttn" + plain : plain);
    }
    return types;
  }

  /** Per level from the outermost; the last is the middle's too, so the middle tells it. */
  private List<Long> depths(int levels) {
    List<Long> depths = new ArrayList<>();
    for (int level = 0; level < levels - 1; level++) {
      depths.add(hasAttention("down_blocks", level) ? depth("down_blocks." + level) : 1);
    }
    depths.add(depth("mid_block"));
    return depths;
  }

  private long depth(String block) {
    return unet.length(block + ".attentions.0.transformer_blocks");
  }

  private boolean hasAttention(String list, int level) {
    return unet.has("%s.%d.attentions.0.norm.weight".formatted(list, level));
  }
}
