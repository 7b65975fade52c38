package io.latentmesh.networks.folder;

import static io.latentmesh.networks.folder.JsonFile.Null.NULL;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@link UnetTrunk} from a UNet's or a ControlNet's file, which share keys and class defaults. */
final class UnetTrunkReader {
  private static final String TEXT_TIME = "text_time";
  private static final UnetBlockNames DOWN =
      new UnetBlockNames(
          "down_block_types",
          Map.of(
              "DownBlock2D", UnetBlockType.RESIDUAL,
              "CrossAttnDownBlock2D", UnetBlockType.CROSS_ATTENTION),
          List.of(
              "CrossAttnDownBlock2D",
              "CrossAttnDownBlock2D",
              "CrossAttnDownBlock2D",
              "DownBlock2D"));

  private final ConfigFile config;

  private UnetTrunkReader(ConfigFile config) {
    this.config = config;
  }

  /**
   * Reads what both share.
   *
   * @param sampleSize the trained size of a model whose file does not give it
   */
  static UnetTrunk read(ConfigFile config, int sampleSize) {
    return new UnetTrunkReader(config).trunk(sampleSize);
  }

  private UnetTrunk trunk(int sampleSize) {
    refuseUnsupported();
    UnetTrunk trunk =
        new UnetTrunk(
            config.has("sample_size") ? config.sameCount("sample_size", sampleSize) : sampleSize,
            levels(),
            new UnetAttention(
                config.sameCount("cross_attention_dim", 1280),
                config.flag("use_linear_projection", false),
                config.flag("upcast_attention", false)),
            new UnetNorm(config.count("norm_num_groups", 32), config.positive("norm_eps", 1e-5)),
            new UnetEmbeddings(
                config.flag("flip_sin_to_cos", true),
                config.number("freq_shift", 0, value -> true, "a number"),
                timestepConditionSize(),
                textTime()));
    config.require("time_embedding_dim", NULL, trunk.timeEmbeddingSize());
    return trunk;
  }

  /** Keys that change the result and have one supported value. */
  private void refuseUnsupported() {
    config.require("act_fn", "silu", "swish");
    config.require("mid_block_type", "UNetMidBlock2DCrossAttn");
    config.require("downsample_padding", 1);
    config.require("mid_block_scale_factor", 1);
    config.require("resnet_time_scale_shift", "default");
    config.require("addition_embed_type", NULL, TEXT_TIME);
    for (String key :
        List.of(
            "encoder_hid_dim", "encoder_hid_dim_type", "class_embed_type", "num_class_embeds")) {
      config.require(key, NULL);
    }
    config.requireEach("only_cross_attention", false);
  }

  private UnetLevels levels() {
    List<Integer> channels = config.counts("block_out_channels", List.of(320, 640, 1280, 1280));
    int count = channels.size();
    return new UnetLevels(
        channels,
        DOWN.read(config, count),
        config.sameCount("layers_per_block", 2),
        heads(count),
        config.countPerBlock("transformer_layers_per_block", 1, count));
  }

  /** The class takes {@code num_attention_heads or attention_head_dim} as the number of heads. */
  private List<Integer> heads(int levels) {
    return config.countPerBlock(headsKey(config), 8, levels);
  }

  /** The key that the number of heads comes from. */
  static String headsKey(ConfigFile config) {
    return config.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
  }

  private OptionalInt timestepConditionSize() {
    String key = "time_cond_proj_dim";
    return config.has(key) ? OptionalInt.of(config.count(key, 1)) : OptionalInt.empty();
  }

  private Optional<TextTimeConfig> textTime() {
    if (!config.has("addition_embed_type")) {
      return Optional.empty();
    }
    int features = config.integer("addition_time_embed_dim", 2, ConfigFile.MAX_COUNT);
    if (features % 2 != 0) {
      throw config.unsupported("addition_time_embed_dim", "even");
    }
    String inputKey = "projection_class_embeddings_input_dim";
    int input = config.integer(inputKey, features + 1, ConfigFile.MAX_COUNT);
    return Optional.of(new TextTimeConfig(features, input));
  }

  /** Refuses channels that cannot be cut into groups, or into heads where {@code attends} says. */
  static void checkDivisors(ConfigFile config, UnetTrunk trunk, List<Boolean> attends) {
    UnetLevels levels = trunk.levels();
    for (int level = 0; level < levels.count(); level++) {
      int channels = levels.channels().get(level);
      if (channels % trunk.norm().groups() != 0) {
        throw config.unsupported("norm_num_groups", "a divisor of every one of block_out_channels");
      }
      if (attends.get(level) && channels % levels.attentionHeads().get(level) != 0) {
        throw config.unsupported(
            headsKey(config),
            "a divisor of block_out_channels (" + channels + " in block " + level + ")");
      }
    }
  }
}
