package io.latentmesh.networks.architecture;

import static io.latentmesh.networks.graph.Convolution.halvingPaddedAfter;
import static io.latentmesh.networks.graph.Convolution.pointwise;
import static io.latentmesh.networks.graph.Convolution.same3x3;

import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.graph.Axis;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.GraphBuilder;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Value;
import io.latentmesh.networks.graph.Weights;
import java.util.List;

/**
 * The encoder of AutoencoderKL: images become the moments of a normal distribution over latents
 * (Kingma and Welling, 2014, arXiv:1312.6114).
 *
 * <p>Input {@value #IMAGE} F32 {@code [B,3,H,W]} in [-1,1]; outputs {@value #MEAN} and {@value
 * #LOG_VARIANCE} F32 {@code [B,C,H/f,W/f]}, the latter limited to [-30,20] before the autoencoder's
 * statistics, if it has any, normalize both: y of {@link
 * io.latentmesh.networks.folder.LatentScaling}.
 */
public final class AutoencoderEncoderNetwork {
  public static final String IMAGE = "sample";
  public static final String MEAN = "mean";
  public static final String LOG_VARIANCE = "logvar";

  private static final int COLOURS = 3;
  private static final float LOWEST_LOG_VARIANCE = -30;
  private static final float HIGHEST_LOG_VARIANCE = 20;

  private AutoencoderEncoderNetwork() {}

  /** The same in F32. */
  public static NetworkGraph graph(VaeConfig config, Weights weights) {
    return graph(config, weights, GraphSettings.FP32);
  }

  /**
   * The graph of the encoder that {@code config} describes.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit
   */
  public static NetworkGraph graph(VaeConfig config, Weights weights, GraphSettings settings) {
    GraphBuilder graph = new GraphBuilder("vae_encoder", weights, settings);
    int channels = COLOURS;
    List<Axis> imageAxes = List.of(Axis.BATCH, Axis.of(channels), Axis.HEIGHT, Axis.WIDTH);
    Value image = graph.input(IMAGE, ElementType.F32, imageAxes, channels);
    Layers net = graph.layers();
    Operations o = net.operations();
    Value moments = encode(config, net.at("encoder"), o.received(image));
    if (config.quantConv()) {
      moments = net.conv(moments, "quant_conv", pointwise(moments.width()));
    }
    List<Value> halves = o.halves(o.delivered(moments));
    Value logVariance = o.clipped(halves.getLast(), LOWEST_LOG_VARIANCE, HIGHEST_LOG_VARIANCE);
    LatentStatistics statistics = new LatentStatistics(config.scaling(), o);
    graph.output(MEAN, statistics.normalizedMean(halves.getFirst()), latentAxes(config));
    graph.output(LOG_VARIANCE, statistics.normalizedLogVariance(logVariance), latentAxes(config));
    return graph.build();
  }

  private static Value encode(VaeConfig config, Layers net, Value image) {
    AutoencoderParts parts = new AutoencoderParts(config);
    List<Integer> widths = config.blockOutChannels();
    Value h = net.conv(image, "conv_in", same3x3(widths.getFirst()));
    for (int level = 0; level < widths.size(); level++) {
      Layers block = net.at("down_blocks").at(level);
      h = parts.resnets(block, h, widths.get(level), config.layersPerBlock());
      if (level < widths.size() - 1) {
        h = block.conv(h, "downsamplers.0.conv", halvingPaddedAfter(h.width()));
      }
    }
    h = parts.middle(net.at("mid_block"), h);
    h = net.groupNormSilu(h, "conv_norm_out", parts.norm());
    return net.conv(h, "conv_out", same3x3(2 * config.latentChannels()));
  }

  private static List<Axis> latentAxes(VaeConfig config) {
    return List.of(
        Axis.BATCH,
        Axis.of(config.latentChannels()),
        Axis.of("latent_height"),
        Axis.of("latent_width"));
  }
}
