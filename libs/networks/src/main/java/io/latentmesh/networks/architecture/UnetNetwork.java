package io.latentmesh.networks.architecture;

import static io.latentmesh.networks.graph.Convolution.same3x3;

import io.latentmesh.networks.folder.UnetBlockType;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.folder.UnetLevels;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.GraphBuilder;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Value;
import io.latentmesh.networks.graph.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The denoiser (UNet2DConditionModel in diffusers): a latent, its timestep and a conditioning
 * become a prediction. Rows are independent; each has a timestep of its own.
 *
 * <p>Inputs {@value #LATENT} F32 {@code [B,C,H,W]}, {@value #TIMESTEP} F32 {@code [B]}, {@value
 * #HIDDEN_STATES} F32 {@code [B,T,D]}; output {@value #PREDICTION} F32 {@code [B,C',H,W]}. Height
 * and width need not be multiples of anything.
 *
 * <p>Where the configuration has them, also {@value #TEXT_EMBEDS} F32 {@code [B,P]} with {@value
 * #TIME_IDS} F32 {@code [B,K]}, and {@value #TIMESTEP_CONDITION} F32 {@code [B,C]}. The variant
 * with residuals takes each of {@link UnetResidual#of} as well.
 */
public final class UnetNetwork {
  public static final String LATENT = UnetInputs.LATENT;
  public static final String TIMESTEP = UnetInputs.TIMESTEP;
  public static final String HIDDEN_STATES = UnetInputs.HIDDEN_STATES;
  public static final String TEXT_EMBEDS = UnetInputs.TEXT_EMBEDS;
  public static final String TIME_IDS = UnetInputs.TIME_IDS;
  public static final String TIMESTEP_CONDITION = UnetInputs.TIMESTEP_CONDITION;
  public static final String PREDICTION = "out_sample";

  private final UnetConfig config;
  private final UnetLevels levels;
  private final Layers net;
  private final Operations o;
  private final UnetDownPath path;

  private UnetNetwork(UnetConfig config, Layers net, UnetDownPath path) {
    this.config = config;
    this.levels = config.levels();
    this.net = net;
    this.o = net.operations();
    this.path = path;
  }

  /**
   * The plain F32 graph of the denoiser that {@code config} describes.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit
   */
  public static NetworkGraph graph(UnetConfig config, Weights weights) {
    return graph(config, UnetVariant.PLAIN, weights);
  }

  /** The same with other inputs. */
  public static NetworkGraph graph(UnetConfig config, UnetVariant variant, Weights weights) {
    return graph(config, variant, weights, GraphSettings.FP32);
  }

  /**
   * The graph of the denoiser that {@code config} describes.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit
   */
  public static NetworkGraph graph(
      UnetConfig config, UnetVariant variant, Weights weights, GraphSettings settings) {
    GraphBuilder graph = new GraphBuilder("unet", weights, settings);
    UnetInputs inputs = UnetInputs.declare(graph, config.inChannels(), config.trunk());
    List<Value> residuals = residuals(graph, config, variant);
    Layers net = graph.layers();
    UnetDownPath path = new UnetDownPath(config.trunk(), net, inputs);
    Value prediction = new UnetNetwork(config, net, path).predict(inputs.latent(), residuals);
    prediction = net.operations().delivered(prediction);
    graph.output(PREDICTION, prediction, UnetInputs.image(config.outChannels()));
    return graph.build();
  }

  /** Empty in the plain graph. */
  private static List<Value> residuals(GraphBuilder graph, UnetConfig config, UnetVariant variant) {
    return switch (variant) {
      case PLAIN -> List.of();
      case WITH_RESIDUALS ->
          UnetResidual.of(config.levels()).stream()
              .map(r -> graph.input(r.name(), ElementType.F32, r.axes(), r.channels()))
              .map(graph.operations()::received)
              .toList();
    };
  }

  private Value predict(Value latent, List<Value> residuals) {
    Value h = net.conv(latent, "conv_in", same3x3(levels.channels().getFirst()));
    List<Value> made = path.skips(h);
    h = path.middle(made.getLast());
    Deque<Value> skips = new ArrayDeque<>(made);
    if (!residuals.isEmpty()) {
      skips = sums(made, residuals);
      h = o.add(h, residuals.getLast());
    }
    for (int i = 0; i < levels.count(); i++) {
      h = up(i, h, skips);
    }
    h = net.groupNormSilu(h, "conv_norm_out", path.norm());
    return net.conv(h, "conv_out", same3x3(config.outChannels()));
  }

  private Deque<Value> sums(List<Value> skips, List<Value> residuals) {
    List<Value> sums = new ArrayList<>();
    for (int i = 0; i < skips.size(); i++) {
      sums.add(o.add(skips.get(i), residuals.get(i)));
    }
    return new ArrayDeque<>(sums);
  }

  private Value up(int index, Value x, Deque<Value> skips) {
    Layers at = net.at("up_blocks").at(index);
    int level = levels.count() - 1 - index;
    int width = levels.channels().get(level);
    Value h = x;
    for (int i = 0; i <= levels.layersPerBlock(); i++) {
      Value joined = o.concatChannels(h, skips.removeLast());
      h = path.resnet().apply(at.at("resnets").at(i), joined, width);
      if (config.upBlockTypes().get(index) == UnetBlockType.CROSS_ATTENTION) {
        h = path.transformer().apply(at.at("attentions").at(i), h, path.size(level));
      }
    }
    if (level > 0) {
      h = at.conv(o.resized(h, skips.getLast()), "upsamplers.0.conv", same3x3(width));
    }
    return h;
  }
}
