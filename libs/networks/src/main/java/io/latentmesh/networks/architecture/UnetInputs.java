package io.latentmesh.networks.architecture;

import io.latentmesh.networks.folder.TextTimeConfig;
import io.latentmesh.networks.folder.UnetTrunk;
import io.latentmesh.networks.graph.Axis;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.GraphBuilder;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * The inputs that a UNet and a ControlNet take alike, named as optimum names them.
 *
 * @param latent {@code [B,C,H,W]}
 * @param timestep {@code [B]}, F32 whatever the graph computes in, as the time ids are: a frequency
 *     rounded to F16 is off by half a radian at timestep 999
 * @param hiddenStates {@code [B,T,D]}
 * @param timestepCondition {@code [B,C]}; empty unless the configuration asks for it
 */
record UnetInputs(
    Value latent,
    Value timestep,
    Value hiddenStates,
    Optional<TextTime> textTime,
    Optional<Value> timestepCondition) {
  static final String LATENT = "sample";
  static final String TIMESTEP = "timestep";
  static final String HIDDEN_STATES = "encoder_hidden_states";
  static final String TEXT_EMBEDS = "text_embeds";
  static final String TIME_IDS = "time_ids";
  static final String TIMESTEP_CONDITION = "timestep_cond";

  /**
   * What SDXL conditions the time embedding on. Only the sum of their features is fixed by the
   * network's configuration, so their axes have names.
   *
   * @param textEmbeds {@code [B,P]}
   * @param timeIds {@code [B,K]}
   */
  record TextTime(TextTimeConfig config, Value textEmbeds, Value timeIds) {}

  /** Declares them, in the order of the record. */
  static UnetInputs declare(GraphBuilder graph, int channels, UnetTrunk trunk) {
    Operations o = graph.operations();
    int features = trunk.attention().crossAttentionSize();
    List<Axis> tokens = List.of(Axis.BATCH, Axis.TOKENS, Axis.of(features));
    return new UnetInputs(
        o.received(graph.input(LATENT, ElementType.F32, image(channels), channels)),
        graph.input(TIMESTEP, ElementType.F32, List.of(Axis.BATCH), 1),
        o.narrowed(graph.input(HIDDEN_STATES, ElementType.F32, tokens, features)),
        trunk.embeddings().textTime().map(config -> textTime(graph, config)),
        trunk.embeddings().timestepConditionSize().stream()
            .mapToObj(size -> o.narrowed(row(graph, TIMESTEP_CONDITION, Axis.of(size), size)))
            .findFirst());
  }

  private static TextTime textTime(GraphBuilder graph, TextTimeConfig config) {
    return new TextTime(
        config,
        graph.operations().narrowed(row(graph, TEXT_EMBEDS, Axis.of("pooled_features"), 1)),
        row(graph, TIME_IDS, Axis.of("time_ids"), 1));
  }

  private static Value row(GraphBuilder graph, String name, Axis axis, int width) {
    return graph.input(name, ElementType.F32, List.of(Axis.BATCH, axis), width);
  }

  /** The axes of an image that is as large as the latent. */
  static List<Axis> image(int channels) {
    return List.of(Axis.BATCH, Axis.of(channels), Axis.HEIGHT, Axis.WIDTH);
  }
}
