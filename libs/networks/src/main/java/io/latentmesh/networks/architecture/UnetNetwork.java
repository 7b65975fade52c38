package io.latentmesh.networks.architecture;

import static io.latentmesh.networks.graph.Convolution.halving;
import static io.latentmesh.networks.graph.Convolution.same3x3;

import io.latentmesh.networks.architecture.SpatialTransformer.Projection;
import io.latentmesh.networks.folder.UnetBlockType;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.graph.AttentionForm;
import io.latentmesh.networks.graph.Axis;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.GraphBuilder;
import io.latentmesh.networks.graph.GroupNorm;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Operations.TrigonometricOrder;
import io.latentmesh.networks.graph.Value;
import io.latentmesh.networks.graph.Weights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The denoiser (UNet2DConditionModel in diffusers): a latent, its timestep and a conditioning
 * become a prediction. Rows are independent; each has a timestep of its own.
 *
 * <p>Inputs {@value #LATENT} F32 {@code [B,C,H,W]}, {@value #TIMESTEP} F32 {@code [B]}, {@value
 * #HIDDEN_STATES} F32 {@code [B,T,D]}; output {@value #PREDICTION} F32 {@code [B,C',H,W]}. Height
 * and width need not be multiples of anything.
 */
public final class UnetNetwork {
  public static final String LATENT = "sample";
  public static final String TIMESTEP = "timestep";
  public static final String HIDDEN_STATES = "encoder_hidden_states";
  public static final String PREDICTION = "out_sample";

  private final UnetConfig config;
  private final Layers net;
  private final Operations o;
  private final Resnet resnet;
  private final SpatialTransformer transformer;
  private final Deque<Value> skips = new ArrayDeque<>();

  private UnetNetwork(UnetConfig config, Layers net, Conditions conditions) {
    this.config = config;
    this.net = net;
    this.o = net.operations();
    this.resnet = new Resnet(norm(config), Optional.of(conditions.time()));
    this.transformer =
        new SpatialTransformer(conditions.hiddenStates(), config.normGroups(), projection(config));
  }

  /** What every level of the network sees: the activated time embedding and the hidden states. */
  private record Conditions(Value time, Value hiddenStates) {}

  /**
   * The graph of the denoiser that {@code config} describes.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit
   */
  public static NetworkGraph graph(UnetConfig config, Weights weights) {
    GraphBuilder graph = new GraphBuilder("unet", weights);
    Value latent =
        graph.input(LATENT, ElementType.F32, image(config.inChannels()), config.inChannels());
    Value timestep = graph.input(TIMESTEP, ElementType.F32, List.of(Axis.BATCH), 1);
    int features = config.crossAttentionSize();
    List<Axis> tokens = List.of(Axis.BATCH, Axis.TOKENS, Axis.of(features));
    Value hiddenStates = graph.input(HIDDEN_STATES, ElementType.F32, tokens, features);
    Layers net = graph.layers();
    Value time = timeEmbedding(config).apply(net, timestep, config.timeEmbeddingSize());
    UnetNetwork unet = new UnetNetwork(config, net, new Conditions(time, hiddenStates));
    graph.output(PREDICTION, unet.predict(latent), image(config.outChannels()));
    return graph.build();
  }

  private Value predict(Value latent) {
    Value h = net.conv(latent, "conv_in", same3x3(config.blockOutChannels().getFirst()));
    skips.push(h);
    for (int level = 0; level < config.blocks(); level++) {
      h = down(net.at("down_blocks").at(level), h, level);
    }
    h = middle(net.at("mid_block"), h);
    for (int i = 0; i < config.blocks(); i++) {
      h = up(net.at("up_blocks").at(i), h, i);
    }
    h = o.silu(net.groupNorm(h, "conv_norm_out", norm(config)));
    return net.conv(h, "conv_out", same3x3(config.outChannels()));
  }

  private Value down(Layers at, Value h, int level) {
    int width = config.blockOutChannels().get(level);
    for (int i = 0; i < config.layersPerBlock(); i++) {
      h = resnet.apply(at.at("resnets").at(i), h, width);
      if (config.downBlockTypes().get(level) == UnetBlockType.CROSS_ATTENTION) {
        h = transformer.apply(at.at("attentions").at(i), h, size(level));
      }
      skips.push(h);
    }
    if (level < config.blocks() - 1) {
      h = at.conv(h, "downsamplers.0.conv", halving(width));
      skips.push(h);
    }
    return h;
  }

  private Value middle(Layers at, Value x) {
    Value h = resnet.apply(at.at("resnets.0"), x, x.width());
    h = transformer.apply(at.at("attentions.0"), h, size(config.blocks() - 1));
    return resnet.apply(at.at("resnets.1"), h, x.width());
  }

  private Value up(Layers at, Value h, int index) {
    int level = config.blocks() - 1 - index;
    int width = config.blockOutChannels().get(level);
    for (int i = 0; i <= config.layersPerBlock(); i++) {
      h = resnet.apply(at.at("resnets").at(i), o.concatChannels(h, skips.pop()), width);
      if (config.upBlockTypes().get(index) == UnetBlockType.CROSS_ATTENTION) {
        h = transformer.apply(at.at("attentions").at(i), h, size(level));
      }
    }
    if (level > 0) {
      h = at.conv(o.resized(h, skips.element()), "upsamplers.0.conv", same3x3(width));
    }
    return h;
  }

  private SpatialTransformer.Size size(int level) {
    long side = Math.ceilDiv(config.sampleSize(), 1 << level);
    return new SpatialTransformer.Size(
        config.attentionHeads().get(level),
        config.transformerLayers().get(level),
        AttentionForm.forSelfAttention(side * side));
  }

  private static TimeEmbedding timeEmbedding(UnetConfig config) {
    TrigonometricOrder order =
        config.flipSinToCos() ? TrigonometricOrder.COSINE_FIRST : TrigonometricOrder.SINE_FIRST;
    return new TimeEmbedding(
        config.blockOutChannels().getFirst(), (float) config.freqShift(), order);
  }

  private static GroupNorm norm(UnetConfig config) {
    return new GroupNorm(config.normGroups(), (float) config.normEps());
  }

  private static Projection projection(UnetConfig config) {
    return config.linearProjection() ? Projection.LINEAR : Projection.POINTWISE_CONVOLUTION;
  }

  private static List<Axis> image(int channels) {
    return List.of(Axis.BATCH, Axis.of(channels), Axis.HEIGHT, Axis.WIDTH);
  }
}
