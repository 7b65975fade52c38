package io.latentmesh.networks.folder;

import static io.latentmesh.networks.folder.JsonFile.Null.NULL;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@link UnetConfig} from its file: the class defaults, the refusals, the consistency rules. */
final class UnetConfigReader {
  /** SD 1.x's, as its pipeline assumes where a model has no size of its own. */
  private static final int SAMPLE_SIZE = 64;

  private static final UnetBlockNames UP =
      new UnetBlockNames(
          "up_block_types",
          Map.of(
              "UpBlock2D", UnetBlockType.RESIDUAL,
              "CrossAttnUpBlock2D", UnetBlockType.CROSS_ATTENTION),
          List.of("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"));

  private UnetConfigReader() {}

  static UnetConfig read(ConfigFile config) {
    refuseUnsupported(config);
    UnetTrunk trunk = UnetTrunkReader.read(config, SAMPLE_SIZE);
    UnetConfig unet =
        new UnetConfig(
            config.count("in_channels", 4),
            config.count("out_channels", 4),
            trunk,
            UP.read(config, trunk.levels().count()));
    UnetTrunkReader.checkDivisors(config, trunk, attends(unet));
    return unet;
  }

  /** Keys that change the result, have one supported value, and that a ControlNet does not have. */
  private static void refuseUnsupported(ConfigFile config) {
    config.require("center_input_sample", false);
    config.require("dual_cross_attention", false);
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
            "time_embedding_act_fn",
            "timestep_post_act",
            "cross_attention_norm")) {
      config.require(key, NULL);
    }
  }

  /** For each level, whether a down block, an up block or the mid block attends there. */
  private static List<Boolean> attends(UnetConfig unet) {
    int last = unet.levels().count() - 1;
    return IntStream.rangeClosed(0, last)
        .mapToObj(level ->
            unet.levels().types().get(level) == UnetBlockType.CROSS_ATTENTION
                || unet.upBlockTypes().get(last - level) == UnetBlockType.CROSS_ATTENTION
                || level == last)
        .toList();
  }
}
