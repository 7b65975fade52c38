package io.latentmesh.networks.architecture;

import static io.latentmesh.networks.graph.Convolution.halving;
import static io.latentmesh.networks.graph.Convolution.pointwise;
import static io.latentmesh.networks.graph.Convolution.same3x3;

import io.latentmesh.networks.folder.ControlHint;
import io.latentmesh.networks.folder.ControlHint.ColourOrder;
import io.latentmesh.networks.folder.ControlNetConfig;
import io.latentmesh.networks.graph.Axis;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.GraphBuilder;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Value;
import io.latentmesh.networks.graph.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a UNet's down path that sees a picture to follow as well, and says what to add to the
 * UNet's own tensors (ControlNetModel in diffusers; Zhang et al., 2023, arXiv:2302.05543).
 *
 * <p>Inputs: those of the {@link UnetNetwork} that the configuration asks for, and {@value #HINT}
 * F32 {@code [B,C,f H,f W]} in [0,1], red first, not normalized, {@code f} being {@link
 * ControlHint#scaleFactor}. Outputs: each of {@link UnetResidual#of}, F32, not scaled: how strongly
 * a ControlNet counts is its user's arithmetic.
 */
public final class ControlNetNetwork {
  public static final String HINT = "controlnet_cond";

  private ControlNetNetwork() {}

  /** The same in F32. */
  public static NetworkGraph graph(ControlNetConfig config, Weights weights) {
    return graph(config, weights, GraphSettings.FP32);
  }

  /**
   * The graph of the ControlNet that {@code config} describes.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit
   */
  public static NetworkGraph graph(
      ControlNetConfig config, Weights weights, GraphSettings settings) {
    GraphBuilder graph = new GraphBuilder("controlnet", weights, settings);
    UnetInputs inputs = UnetInputs.declare(graph, config.inChannels(), config.trunk());
    ControlHint hint = config.hint();
    Value picture = graph.input(HINT, ElementType.F32, axes(hint), hint.channels());
    Layers net = graph.layers();
    UnetDownPath path = new UnetDownPath(config.trunk(), net, inputs);
    int width = config.trunk().levels().channels().getFirst();
    Operations o = net.operations();
    Value seen = o.received(picture);
    Value features = encoded(net.at("controlnet_cond_embedding"), seen, hint, width);
    Value h = net.conv(inputs.latent(), "conv_in", same3x3(width));
    List<Value> skips = path.skips(o.add(h, features));
    List<Value> residuals = new ArrayList<>();
    for (int i = 0; i < skips.size(); i++) {
      residuals.add(projected(net, "controlnet_down_blocks." + i, skips.get(i)));
    }
    residuals.add(projected(net, "controlnet_mid_block", path.middle(skips.getLast())));
    List<UnetResidual> outputs = UnetResidual.of(config.trunk().levels());
    for (int i = 0; i < outputs.size(); i++) {
      Value residual = o.delivered(residuals.get(i));
      graph.output(outputs.get(i).name(), residual, outputs.get(i).axes());
    }
    return graph.build();
  }

  /** The picture as features at the latent's size. */
  private static Value encoded(Layers at, Value picture, ControlHint hint, int width) {
    Operations o = at.operations();
    List<Integer> widths = hint.encoderChannels();
    Value h = hint.order() == ColourOrder.RED_FIRST ? picture : o.reversedChannels(picture);
    h = o.silu(at.conv(h, "conv_in", same3x3(widths.getFirst())));
    for (int level = 0; level < widths.size() - 1; level++) {
      Layers blocks = at.at("blocks");
      h = o.silu(blocks.conv(h, Integer.toString(2 * level), same3x3(widths.get(level))));
      int next = widths.get(level + 1);
      h = o.silu(blocks.conv(h, Integer.toString(2 * level + 1), halving(next)));
    }
    return at.conv(h, "conv_out", same3x3(width));
  }

  private static Value projected(Layers net, String name, Value x) {
    return net.conv(x, name, pointwise(x.width()));
  }

  private static List<Axis> axes(ControlHint hint) {
    return List.of(
        Axis.BATCH, Axis.of(hint.channels()), Axis.of("hint_height"), Axis.of("hint_width"));
  }
}
