package io.latentmesh.networks.architecture;

import io.latentmesh.networks.folder.TextTimeConfig;
import io.latentmesh.networks.folder.UnetTrunk;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Value;

/**
 * Timesteps, and what some models take along with them, as the features that every residual block
 * sees (TimestepEmbedding and, for a pooled text and sizes, TextTimeEmbedding's "text_time" form in
 * diffusers).
 */
record TimeEmbedding(UnetTrunk config) {

  /**
   * The embedding {@code [B,E]}, already activated: every residual block applies SiLU to it first,
   * and once is enough.
   */
  Value apply(Layers net, UnetInputs inputs) {
    Operations o = net.operations();
    Value h = perceptron(net.at("time_embedding"), timestep(net, inputs));
    if (inputs.textTime().isPresent()) {
      h = o.add(h, textTime(net, inputs.textTime().get()));
    }
    return o.silu(h);
  }

  private Value timestep(Layers net, UnetInputs inputs) {
    Operations o = net.operations();
    int features = config.levels().channels().getFirst();
    Sinusoid sinusoid = Sinusoid.of(features, config.embeddings());
    Value h = o.narrowed(sinusoid.ofVector(o, inputs.timestep()));
    if (inputs.timestepCondition().isEmpty()) {
      return h;
    }
    Value condition = inputs.timestepCondition().get();
    return o.add(h, net.linearRowsWithoutBias(condition, "time_embedding.cond_proj", features));
  }

  private Value textTime(Layers net, UnetInputs.TextTime inputs) {
    Operations o = net.operations();
    TextTimeConfig sizes = inputs.config();
    Sinusoid sinusoid = Sinusoid.of(sizes.featuresPerId(), config.embeddings());
    Value times = o.narrowed(sinusoid.ofRows(o, inputs.timeIds()));
    Value joined = o.concatFeatures(inputs.textEmbeds(), times, sizes.inputSize());
    return perceptron(net.at("add_embedding"), joined);
  }

  private Value perceptron(Layers at, Value features) {
    int out = config.timeEmbeddingSize();
    Value h = at.linearRows(features, "linear_1", out);
    return at.linearRows(at.operations().silu(h), "linear_2", out);
  }
}
