package io.latentmesh.networks.architecture;

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
 * The decoder of AutoencoderKL: latents become images.
 *
 * <p>Input {@value #LATENT} F32 {@code [B,C,h,w]}; output {@value #IMAGE} F32 {@code [B,3,f h,f
 * w]}, about [-1,1] and not clamped, {@code f} two to the number of levels less one. The latent is
 * y of {@link io.latentmesh.networks.folder.LatentScaling}.
 */
public final class AutoencoderDecoderNetwork {
  public static final String LATENT = "latent_sample";
  public static final String IMAGE = "sample";

  private static final int COLOURS = 3;

  private AutoencoderDecoderNetwork() {}

  /** The same in F32. */
  public static NetworkGraph graph(VaeConfig config, Weights weights) {
    return graph(config, weights, GraphSettings.FP32);
  }

  /**
   * The graph of the decoder that {@code config} describes.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit
   */
  public static NetworkGraph graph(VaeConfig config, Weights weights, GraphSettings settings) {
    GraphBuilder graph = new GraphBuilder("vae_decoder", weights, settings);
    int channels = config.latentChannels();
    List<Axis> latentAxes = List.of(Axis.BATCH, Axis.of(channels), Axis.HEIGHT, Axis.WIDTH);
    Value latent = graph.input(LATENT, ElementType.F32, latentAxes, channels);
    Layers net = graph.layers();
    Operations o = net.operations();
    latent = o.received(new LatentStatistics(config.scaling(), o).denormalized(latent));
    if (config.postQuantConv()) {
      latent = net.conv(latent, "post_quant_conv", pointwise(channels));
    }
    graph.output(IMAGE, o.delivered(decode(config, net.at("decoder"), latent)), imageAxes());
    return graph.build();
  }

  private static Value decode(VaeConfig config, Layers net, Value latent) {
    Operations o = net.operations();
    AutoencoderParts parts = new AutoencoderParts(config);
    List<Integer> widths = config.blockOutChannels().reversed();
    Value h = net.conv(latent, "conv_in", same3x3(widths.getFirst()));
    h = parts.middle(net.at("mid_block"), h);
    for (int i = 0; i < widths.size(); i++) {
      Layers block = net.at("up_blocks").at(i);
      h = parts.resnets(block, h, widths.get(i), config.layersPerBlock() + 1);
      if (i < widths.size() - 1) {
        h = block.conv(o.doubled(h), "upsamplers.0.conv", same3x3(h.width()));
      }
    }
    h = net.groupNormSilu(h, "conv_norm_out", parts.norm());
    return net.conv(h, "conv_out", same3x3(COLOURS));
  }

  private static List<Axis> imageAxes() {
    return List.of(Axis.BATCH, Axis.of(COLOURS), Axis.of("image_height"), Axis.of("image_width"));
  }
}
