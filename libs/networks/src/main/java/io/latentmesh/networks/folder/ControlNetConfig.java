package io.latentmesh.networks.folder;

import static io.latentmesh.networks.folder.JsonFile.Null.NULL;

import io.latentmesh.networks.folder.ControlHint.ColourOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shape of a ControlNet: its {@code config.json} with the defaults of diffusers' {@code
 * ControlNetModel}.
 *
 * @param inChannels of the latent
 * @param trunk what it shares with the UNets it is made for
 */
public record ControlNetConfig(int inChannels, UnetTrunk trunk, ControlHint hint) {
  private static final int SAMPLE_SIZE = 64;
  private static final int SDXL_SAMPLE_SIZE = 128;

  /**
   * Reads a config. It does not say what size the network was trained at: 128 latent pixels are
   * assumed for SDXL's kind and 64 for others, which decides on speed only.
   *
   * @throws ModelFolderException if a key has a value that is not supported
   */
  public static ControlNetConfig read(Path file) {
    ConfigFile config = ConfigFile.read(file);
    config.require("_class_name", "ControlNetModel");
    config.require("global_pool_conditions", false);
    config.require("time_cond_proj_dim", NULL);
    int sampleSize = config.has("addition_embed_type") ? SDXL_SAMPLE_SIZE : SAMPLE_SIZE;
    UnetTrunk trunk = UnetTrunkReader.read(config, sampleSize);
    UnetTrunkReader.checkDivisors(config, trunk, attends(trunk.levels()));
    return new ControlNetConfig(config.count("in_channels", 4), trunk, hint(config));
  }

  private static List<Boolean> attends(UnetLevels levels) {
    int last = levels.count() - 1;
    return IntStream.rangeClosed(0, last)
        .mapToObj(i -> levels.types().get(i) == UnetBlockType.CROSS_ATTENTION || i == last)
        .toList();
  }

  private static ControlHint hint(ConfigFile config) {
    return new ControlHint(
        config.count("conditioning_channels", 3),
        order(config),
        config.counts("conditioning_embedding_out_channels", List.of(16, 32, 96, 256)));
  }

  private static ColourOrder order(ConfigFile config) {
    String key = "controlnet_conditioning_channel_order";
    return switch (config.text(key, "rgb")) {
      case "rgb" -> ColourOrder.RED_FIRST;
      case "bgr" -> ColourOrder.BLUE_FIRST;
      default -> throw config.unsupported(key, "one of [rgb, bgr]");
    };
  }
}
