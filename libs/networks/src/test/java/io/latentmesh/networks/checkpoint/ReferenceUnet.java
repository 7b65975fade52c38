package io.latentmesh.networks.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and shapes of a denoiser as the reference's UNet2DConditionModel has them: levels with
 * their layers, from the values of a published config.
 *
 * @param depths transformer layers per level; 0 where the level has no attention
 */
record ReferenceUnet(
    long inChannels,
    List<Long> channels,
    List<Integer> depths,
    int middleDepth,
    long context,
    boolean linear,
    long additionFeatures) {

  private static final int LAYERS = 2;

  Map<String, List<Long>> shapes() {
    Names names = new Names(this, new LinkedHashMap<>());
    long first = channels.getFirst();
    names.linear("time_embedding.linear_1", 4 * first, first);
    names.linear("time_embedding.linear_2", 4 * first, 4 * first);
    if (additionFeatures > 0) {
      names.linear("add_embedding.linear_1", 4 * first, additionFeatures);
      names.linear("add_embedding.linear_2", 4 * first, 4 * first);
    }
    names.conv("conv_in", first, inChannels, 3);
    List<Long> skips = down(names);
    long deepest = channels.getLast();
    names.resnet("mid_block.resnets.0", deepest, deepest);
    names.transformer("mid_block.attentions.0", deepest, middleDepth);
    names.resnet("mid_block.resnets.1", deepest, deepest);
    up(names, skips);
    names.pair("conv_norm_out", first);
    names.conv("conv_out", 4, first, 3);
    return names.shapes();
  }

  private List<Long> down(Names names) {
    List<Long> skips = new ArrayList<>(List.of(channels.getFirst()));
    for (int level = 0; level < channels.size(); level++) {
      String block = "down_blocks." + level;
      long out = channels.get(level);
      for (int i = 0; i < LAYERS; i++) {
        names.resnet(block + ".resnets." + i, skips.getLast(), out);
        names.transformer(block + ".attentions." + i, out, depths.get(level));
        skips.add(out);
      }
      if (level < channels.size() - 1) {
        names.conv(block + ".downsamplers.0.conv", out, out, 3);
        skips.add(out);
      }
    }
    return skips;
  }

  private void up(Names names, List<Long> skips) {
    long width = channels.getLast();
    for (int i = 0; i < channels.size(); i++) {
      int level = channels.size() - 1 - i;
      String block = "up_blocks." + i;
      long out = channels.get(level);
      for (int layer = 0; layer <= LAYERS; layer++) {
        names.resnet(block + ".resnets." + layer, width + skips.removeLast(), out);
        names.transformer(block + ".attentions." + layer, out, depths.get(level));
        width = out;
      }
      if (level > 0) {
        names.conv(block + ".upsamplers.0.conv", out, out, 3);
      }
    }
  }

  /** The modules' own tensors. */
  private record Names(ReferenceUnet unet, Map<String, List<Long>> shapes) {
    void resnet(String name, long in, long out) {
      pair(name + ".norm1", in);
      conv(name + ".conv1", out, in, 3);
      linear(name + ".time_emb_proj", out, 4 * unet.channels().getFirst());
      pair(name + ".norm2", out);
      conv(name + ".conv2", out, out, 3);
      if (in != out) {
        conv(name + ".conv_shortcut", out, in, 1);
      }
    }

    void transformer(String name, long width, int depth) {
      if (depth == 0) {
        return;
      }
      pair(name + ".norm", width);
      projection(name + ".proj_in", width);
      for (int i = 0; i < depth; i++) {
        String block = name + ".transformer_blocks." + i;
        for (int norm = 1; norm <= 3; norm++) {
          pair(block + ".norm" + norm, width);
        }
        attention(block + ".attn1", width, width);
        attention(block + ".attn2", width, unet.context());
        linear(block + ".ff.net.0.proj", 8 * width, width);
        linear(block + ".ff.net.2", width, 4 * width);
      }
      projection(name + ".proj_out", width);
    }

    private void projection(String name, long width) {
      if (unet.linear()) {
        linear(name, width, width);
      } else {
        conv(name, width, width, 1);
      }
    }

    private void attention(String name, long width, long context) {
      shapes.put(name + ".to_q.weight", List.of(width, width));
      shapes.put(name + ".to_k.weight", List.of(width, context));
      shapes.put(name + ".to_v.weight", List.of(width, context));
      linear(name + ".to_out.0", width, width);
    }

    void conv(String name, long out, long in, long kernel) {
      shapes.put(name + ".weight", List.of(out, in, kernel, kernel));
      shapes.put(name + ".bias", List.of(out));
    }

    void linear(String name, long out, long in) {
      shapes.put(name + ".weight", List.of(out, in));
      shapes.put(name + ".bias", List.of(out));
    }

    void pair(String name, long length) {
      shapes.put(name + ".weight", List.of(length));
      shapes.put(name + ".bias", List.of(length));
    }
  }
}
