package io.latentmesh.networks.architecture;

import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.TextArchitecture;
import io.latentmesh.networks.folder.TextTokens;
import io.latentmesh.networks.graph.Attention;
import io.latentmesh.networks.graph.Axis;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.GraphBuilder;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Precision;
import io.latentmesh.networks.graph.Value;
import io.latentmesh.networks.graph.Weights;
import java.util.List;

/**
 * The text encoder of CLIP (CLIPTextModel in transformers; Radford et al., 2021, arXiv:2103.00020).
 *
 * <p>Inputs {@value #IDS} I64 {@code [B,T]} and {@value #KEY_BIAS} F32 {@code [B,1,1,T]}, which is
 * added to the attention of every token to each one: 0, or what hides a token from the others.
 * Outputs F32 {@code [B,T,D]}: {@link #hiddenStates(int)} for layer 0 (the embeddings) to N, and
 * {@link #normedHiddenStates(int)}, the same after the final normalization, whose last is what
 * models usually see. Normalizing every layer, for those who skip the last ones, costs below one
 * percent.
 *
 * <p>Outputs F32 {@value #POOLED} {@code [B,D]}, the last layer's normalized state at the end of
 * the text, and, where the architecture has it, its projection {@value #PROJECTED} {@code [B,P]}.
 */
public final class ClipTextNetwork {
  public static final String IDS = "input_ids";
  public static final String KEY_BIAS = "key_bias";
  public static final String POOLED = "pooler_output";
  public static final String PROJECTED = "text_embeds";

  private final ClipTextConfig config;
  private final Operations o;
  private final Value mask;

  private ClipTextNetwork(ClipTextConfig config, Operations o, Precision precision, Value keyBias) {
    this.config = config;
    this.o = o;
    this.mask = o.add(o.narrowed(causalMask(-precision.largest())), o.narrowed(keyBias));
  }

  /** Name of the output after layer {@code layer}, 0 to the number of layers. */
  public static String hiddenStates(int layer) {
    return "hidden_states." + layer;
  }

  /** Name of the output after layer {@code layer} and the final normalization. */
  public static String normedHiddenStates(int layer) {
    return "normed_hidden_states." + layer;
  }

  /** The same in F32. */
  public static NetworkGraph graph(ClipTextConfig config, Weights weights) {
    return graph(config, weights, GraphSettings.FP32);
  }

  /**
   * The graph of the text encoder that {@code config} describes. Parameter names may start with
   * {@code text_model.} or not.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit
   */
  public static NetworkGraph graph(ClipTextConfig config, Weights weights, GraphSettings settings) {
    GraphBuilder graph = new GraphBuilder("text_encoder", weights, settings);
    Axis tokens = Axis.of(config.positions());
    Value ids = graph.input(IDS, ElementType.I64, List.of(Axis.BATCH, tokens), 1);
    Axis one = Axis.of(1);
    Value keyBias =
        graph.input(
            KEY_BIAS, ElementType.F32, List.of(Axis.BATCH, one, one, tokens), config.positions());
    Layers prefixed = graph.layers().at("text_model");
    Layers net = prefixed.has("final_layer_norm.weight") ? prefixed : graph.layers();
    ClipTextNetwork clip =
        new ClipTextNetwork(config, net.operations(), settings.precision(), keyBias);
    List<Axis> axes = List.of(Axis.BATCH, tokens, Axis.of(config.hiddenSize()));
    Value h = clip.embeddings(net.at("embeddings"), ids);
    Value normed = h;
    for (int layer = 0; layer <= config.layers(); layer++) {
      if (layer > 0) {
        h = clip.layer(net.at("encoder.layers").at(layer - 1), h);
      }
      normed = clip.norm(net, h, "final_layer_norm");
      graph.output(hiddenStates(layer), h, axes);
      graph.output(normedHiddenStates(layer), normed, axes);
    }
    clip.pool(graph, ids, normed);
    return graph.build();
  }

  private void pool(GraphBuilder graph, Value ids, Value states) {
    TextTokens tokens = config.tokens();
    Value end =
        tokens.poolsAtLargestId() ? o.positionOfLargest(ids) : o.positionOf(tokens.end(), ids);
    Value pooled = o.stateAt(end, states);
    graph.output(POOLED, pooled, List.of(Axis.BATCH, Axis.of(config.hiddenSize())));
    if (config.architecture() == TextArchitecture.PROJECTED) {
      int width = config.projectionSize();
      Value projected = graph.layers().linearRowsWithoutBias(pooled, "text_projection", width);
      graph.output(PROJECTED, projected, List.of(Axis.BATCH, Axis.of(width)));
    }
  }

  private Value embeddings(Layers at, Value ids) {
    int width = config.hiddenSize();
    Value tokens = at.embedding(ids, "token_embedding", config.vocabularySize(), width);
    List<Long> shape = List.of((long) config.positions(), (long) width);
    return o.add(tokens, at.parameter("position_embedding.weight", shape));
  }

  private Value layer(Layers at, Value x) {
    Value h = o.add(attention(at.at("self_attn"), norm(at, x, "layer_norm1")), x);
    return o.add(feedForward(at.at("mlp"), norm(at, h, "layer_norm2")), h);
  }

  private Value attention(Layers at, Value x) {
    int width = x.width();
    Attention attention =
        new Attention(
            at.linear(x, "q_proj", width),
            at.linear(x, "k_proj", width),
            at.linear(x, "v_proj", width),
            config.heads());
    return at.linear(o.attention(attention, mask), "out_proj", width);
  }

  private Value feedForward(Layers at, Value x) {
    Value h = at.linear(x, "fc1", config.intermediateSize());
    return at.linear(activation(h), "fc2", x.width());
  }

  private Value activation(Value x) {
    return switch (config.activation()) {
      case QUICK_GELU -> o.quickGelu(x);
      case GELU -> o.gelu(x);
    };
  }

  private Value norm(Layers at, Value x, String name) {
    return at.layerNorm(x, name, (float) config.eps());
  }

  /** Added to scores: a token does not see those behind it. */
  private Value causalMask(float lowest) {
    int tokens = config.positions();
    float[] values = new float[tokens * tokens];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % tokens > i / tokens ? lowest : 0;
    }
    return o.constant("causal mask", List.of(1L, 1L, (long) tokens, (long) tokens), values);
  }
}
