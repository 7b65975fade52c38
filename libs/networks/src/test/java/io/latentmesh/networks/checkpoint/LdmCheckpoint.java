package io.latentmesh.networks.checkpoint;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and shapes of a checkpoint as the training code gives them: its modules in the order of its
 * own constructors, from its own settings. Knows nothing of the names that the product maps to.
 */
final class LdmCheckpoint {
  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

  /**
   * Settings of {@code openaimodel.UNetModel}.
   *
   * @param depths transformer blocks per level; 0 where there is no attention
   * @param admChannels features of the vector condition; 0 without
   */
  record Unet(
      long inChannels,
      long modelChannels,
      List<Integer> channelMult,
      List<Integer> depths,
      int middleDepth,
      long contextDim,
      boolean linear,
      long admChannels) {}

  Map<String, List<Long>> shapes() {
    return shapes;
  }

  LdmCheckpoint unet(Unet unet) {
    String p = "model.diffusion_model.";
    long width = unet.modelChannels();
    long time = 4 * width;
    linear(p + "time_embed.0", time, width);
    linear(p + "time_embed.2", time, time);
    if (unet.admChannels() > 0) {
      linear(p + "label_emb.0.0", time, unet.admChannels());
      linear(p + "label_emb.0.2", time, time);
    }
    Deque<Long> skips = new ArrayDeque<>();
    conv(p + "input_blocks.0.0", width, unet.inChannels(), 3);
    skips.push(width);
    long channels = width;
    int block = 1;
    int levels = unet.channelMult().size();
    for (int level = 0; level < levels; level++) {
      for (int layer = 0; layer < 2; layer++) {
        String name = p + "input_blocks." + block++;
        long out = width * unet.channelMult().get(level);
        resBlock(name + ".0", channels, out, time);
        channels = out;
        transformer(name + ".1", channels, unet.depths().get(level), unet);
        skips.push(channels);
      }
      if (level < levels - 1) {
        conv(p + "input_blocks." + block++ + ".0.op", channels, channels, 3);
        skips.push(channels);
      }
    }
    resBlock(p + "middle_block.0", channels, channels, time);
    transformer(p + "middle_block.1", channels, unet.middleDepth(), unet);
    resBlock(p + "middle_block.2", channels, channels, time);
    block = 0;
    for (int level = levels - 1; level >= 0; level--) {
      for (int layer = 0; layer < 3; layer++) {
        String name = p + "output_blocks." + block++;
        long out = width * unet.channelMult().get(level);
        resBlock(name + ".0", channels + skips.pop(), out, time);
        channels = out;
        transformer(name + ".1", channels, unet.depths().get(level), unet);
        if (level > 0 && layer == 2) {
          int module = unet.depths().get(level) > 0 ? 2 : 1;
          conv(name + "." + module + ".conv", channels, channels, 3);
        }
      }
    }
    norm(p + "out.0", channels);
    conv(p + "out.2", 4, channels, 3);
    return this;
  }

  private void resBlock(String name, long in, long out, long time) {
    norm(name + ".in_layers.0", in);
    conv(name + ".in_layers.2", out, in, 3);
    linear(name + ".emb_layers.1", out, time);
    norm(name + ".out_layers.0", out);
    conv(name + ".out_layers.3", out, out, 3);
    if (in != out) {
      conv(name + ".skip_connection", out, in, 1);
    }
  }

  private void transformer(String name, long c, int depth, Unet unet) {
    if (depth == 0) {
      return;
    }
    norm(name + ".norm", c);
    projection(name + ".proj_in", c, unet.linear());
    for (int i = 0; i < depth; i++) {
      String block = name + ".transformer_blocks." + i;
      attention(block + ".attn1", c, c);
      linear(block + ".ff.net.0.proj", 8 * c, c);
      linear(block + ".ff.net.2", c, 4 * c);
      attention(block + ".attn2", c, unet.contextDim());
      norm(block + ".norm1", c);
      norm(block + ".norm2", c);
      norm(block + ".norm3", c);
    }
    projection(name + ".proj_out", c, unet.linear());
  }

  private void attention(String name, long c, long context) {
    put(name + ".to_q.weight", c, c);
    put(name + ".to_k.weight", c, context);
    put(name + ".to_v.weight", c, context);
    linear(name + ".to_out.0", c, c);
  }

  private void projection(String name, long c, boolean linear) {
    if (linear) {
      linear(name, c, c);
    } else {
      conv(name, c, c, 1);
    }
  }

  /**
   * {@code AutoencoderKL} with 128 channels, multipliers 1 2 4 4, 2 blocks and 4 latent channels.
   */
  LdmCheckpoint autoencoder() {
    List<Long> widths = List.of(128L, 256L, 512L, 512L);
    String p = "first_stage_model.encoder.";
    conv(p + "conv_in", 128, 3, 3);
    long channels = 128;
    for (int level = 0; level < 4; level++) {
      for (int i = 0; i < 2; i++) {
        vaeBlock(p + "down." + level + ".block." + i, channels, widths.get(level));
        channels = widths.get(level);
      }
      if (level < 3) {
        conv(p + "down." + level + ".downsample.conv", channels, channels, 3);
      }
    }
    vaeMiddle(p);
    vaeEnd(p, 512, 8);
    p = "first_stage_model.decoder.";
    conv(p + "conv_in", 512, 4, 3);
    vaeMiddle(p);
    vaeEnd(p, 128, 3);
    for (int level = 3; level >= 0; level--) {
      for (int i = 0; i < 3; i++) {
        vaeBlock(p + "up." + level + ".block." + i, channels, widths.get(level));
        channels = widths.get(level);
      }
      if (level > 0) {
        conv(p + "up." + level + ".upsample.conv", channels, channels, 3);
      }
    }
    conv("first_stage_model.quant_conv", 8, 8, 1);
    conv("first_stage_model.post_quant_conv", 4, 4, 1);
    return this;
  }

  private void vaeEnd(String p, long in, long out) {
    norm(p + "norm_out", in);
    conv(p + "conv_out", out, in, 3);
  }

  private void vaeMiddle(String p) {
    vaeBlock(p + "mid.block_1", 512, 512);
    norm(p + "mid.attn_1.norm", 512);
    for (String part : List.of("q", "k", "v", "proj_out")) {
      conv(p + "mid.attn_1." + part, 512, 512, 1);
    }
    vaeBlock(p + "mid.block_2", 512, 512);
  }

  private void vaeBlock(String name, long in, long out) {
    norm(name + ".norm1", in);
    conv(name + ".conv1", out, in, 3);
    norm(name + ".norm2", out);
    conv(name + ".conv2", out, out, 3);
    if (in != out) {
      conv(name + ".nin_shortcut", out, in, 1);
    }
  }

  /** CLIP-L as transformers has it. */
  LdmCheckpoint clip(String prefix) {
    String p = prefix + "text_model.";
    put(p + "embeddings.token_embedding.weight", 49408, 768);
    put(p + "embeddings.position_embedding.weight", 77, 768);
    for (int i = 0; i < 12; i++) {
      String layer = p + "encoder.layers." + i;
      for (String part : List.of("k_proj", "v_proj", "q_proj", "out_proj")) {
        linear(layer + ".self_attn." + part, 768, 768);
      }
      norm(layer + ".layer_norm1", 768);
      linear(layer + ".mlp.fc1", 3072, 768);
      linear(layer + ".mlp.fc2", 768, 3072);
      norm(layer + ".layer_norm2", 768);
    }
    norm(p + "final_layer_norm", 768);
    return this;
  }

  /** An OpenCLIP text transformer of so many features and layers. */
  LdmCheckpoint openClip(String prefix, long width, int layers) {
    put(prefix + "positional_embedding", 77, width);
    put(prefix + "text_projection", width, width);
    shapes.put(prefix + "logit_scale", List.of());
    for (int i = 0; i < layers; i++) {
      String layer = prefix + "transformer.resblocks." + i;
      norm(layer + ".ln_1", width);
      put(layer + ".attn.in_proj_weight", 3 * width, width);
      put(layer + ".attn.in_proj_bias", 3 * width);
      linear(layer + ".attn.out_proj", width, width);
      norm(layer + ".ln_2", width);
      linear(layer + ".mlp.c_fc", 4 * width, width);
      linear(layer + ".mlp.c_proj", width, 4 * width);
    }
    put(prefix + "token_embedding.weight", 49408, width);
    norm(prefix + "ln_final", width);
    return this;
  }

  /** What training leaves in the file. */
  LdmCheckpoint leftovers() {
    put("betas", 1000);
    put("alphas_cumprod", 1000);
    put("sqrt_one_minus_alphas_cumprod", 1000);
    put("model_ema.decay", 1);
    put("model_ema.diffusion_modelinput_blocks00weight", 320, 4, 3, 3);
    return this;
  }

  LdmCheckpoint put(String name, long... shape) {
    shapes.put(name, Arrays.stream(shape).boxed().toList());
    return this;
  }

  private void conv(String name, long out, long in, long kernel) {
    put(name + ".weight", out, in, kernel, kernel);
    put(name + ".bias", out);
  }

  private void linear(String name, long out, long in) {
    put(name + ".weight", out, in);
    put(name + ".bias", out);
  }

  private void norm(String name, long c) {
    put(name + ".weight", c);
    put(name + ".bias", c);
  }
}
