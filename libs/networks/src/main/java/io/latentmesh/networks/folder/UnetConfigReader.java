package io.latentmesh.networks.folder;

import static io.latentmesh.networks.folder.JsonFile.Null.NULL;

import java.util.List;
import java.util.Map;

/** {@link UnetConfig} from its file: the class defaults, the refusals, the consistency rules. */
final class UnetConfigReader {
  private static final BlockNames DOWN =
      new BlockNames(
          "down_block_types",
          Map.of(
              "DownBlock2D", UnetBlockType.RESIDUAL,
              "CrossAttnDownBlock2D", UnetBlockType.CROSS_ATTENTION),
          List.of(
              "CrossAttnDownBlock2D",
              "CrossAttnDownBlock2D",
              "CrossAttnDownBlock2D",
              "DownBlock2D"));
  private static final BlockNames UP =
      new BlockNames(
          "up_block_types",
          Map.of(
              "UpBlock2D", UnetBlockType.RESIDUAL,
              "CrossAttnUpBlock2D", UnetBlockType.CROSS_ATTENTION),
          List.of("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"));

  /** The names that a list of blocks may hold, and the class default. */
  private record BlockNames(
      String key, Map<String, UnetBlockType> types, List<String> classDefault) {}

  private UnetConfigReader() {}

  static UnetConfig read(ConfigFile config) {
    refuseUnsupported(config);
    List<Integer> channels = config.counts("block_out_channels", List.of(320, 640, 1280, 1280));
    int blocks = channels.size();
    UnetConfig unet =
        new UnetConfig(
            config.count("in_channels", 4),
            config.count("out_channels", 4),
            sampleSize(config),
            channels,
            blockTypes(config, DOWN),
            blockTypes(config, UP),
            config.sameCount("layers_per_block", 2),
            heads(config, blocks),
            config.countPerBlock("transformer_layers_per_block", 1, blocks),
            config.sameCount("cross_attention_dim", 1280),
            config.count("norm_num_groups", 32),
            config.positive("norm_eps", 1e-5),
            config.flag("use_linear_projection", false),
            config.flag("flip_sin_to_cos", true),
            config.number("freq_shift", 0, value -> true, "a number"));
    checkConsistent(config, unet);
    return unet;
  }

  /** Keys that change the result and have one supported value. */
  private static void refuseUnsupported(ConfigFile config) {
    config.require("act_fn", "silu", "swish");
    config.require("mid_block_type", "UNetMidBlock2DCrossAttn");
    config.require("center_input_sample", false);
    config.require("downsample_padding", 1);
    config.require("mid_block_scale_factor", 1);
    config.require("dual_cross_attention", false);
    config.require("resnet_time_scale_shift", "default");
    config.require("resnet_skip_time_act", false);
    config.require("resnet_out_scale_factor", 1);
    config.require("time_embedding_type", "positional");
    config.require("conv_in_kernel", 3);
    config.require("conv_out_kernel", 3);
    config.require("attention_type", "default");
    config.require("mid_block_only_cross_attention", NULL, false);
    for (String key :
        List.of(
            "reverse_transformer_layers_per_block",
            "encoder_hid_dim",
            "encoder_hid_dim_type",
            "class_embed_type",
            "addition_embed_type",
            "num_class_embeds",
            "time_embedding_act_fn",
            "timestep_post_act",
            "time_cond_proj_dim",
            "cross_attention_norm")) {
      config.require(key, NULL);
    }
    config.requireEach("only_cross_attention", false);
  }

  /** Null where the model has no size of its own: SD 1.x's, as its pipeline assumes. */
  private static int sampleSize(ConfigFile config) {
    return config.has("sample_size") ? config.sameCount("sample_size", 64) : 64;
  }

  private static List<UnetBlockType> blockTypes(ConfigFile config, BlockNames names) {
    List<String> given = config.texts(names.key(), names.classDefault());
    if (!names.types().keySet().containsAll(given)) {
      throw config.unsupported(
          names.key(), "a list of " + names.types().keySet().stream().sorted().toList());
    }
    return given.stream().map(names.types()::get).toList();
  }

  /** The class takes {@code num_attention_heads or attention_head_dim} as the number of heads. */
  private static List<Integer> heads(ConfigFile config, int blocks) {
    String key = config.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
    return config.countPerBlock(key, 8, blocks);
  }

  private static void checkConsistent(ConfigFile config, UnetConfig unet) {
    int blocks = unet.blocks();
    if (unet.downBlockTypes().size() != blocks) {
      throw config.unsupported("down_block_types", blocks + " names, as block_out_channels");
    }
    if (unet.upBlockTypes().size() != blocks) {
      throw config.unsupported("up_block_types", blocks + " names, as block_out_channels");
    }
    int embedding = unet.timeEmbeddingSize();
    config.require("time_embedding_dim", NULL, embedding);
    for (int block = 0; block < blocks; block++) {
      checkDivisors(config, unet, block);
    }
  }

  private static void checkDivisors(ConfigFile config, UnetConfig unet, int block) {
    int channels = unet.blockOutChannels().get(block);
    int mirrored = unet.blocks() - 1 - block;
    boolean attention =
        unet.downBlockTypes().get(block) == UnetBlockType.CROSS_ATTENTION
            || unet.upBlockTypes().get(mirrored) == UnetBlockType.CROSS_ATTENTION
            || mirrored == 0; // the mid block
    if (channels % unet.normGroups() != 0) {
      throw config.unsupported("norm_num_groups", "a divisor of every one of block_out_channels");
    }
    if (attention && channels % unet.attentionHeads().get(block) != 0) {
      throw config.unsupported(
          config.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim",
          "a divisor of block_out_channels (" + channels + " in block " + block + ")");
    }
  }
}
