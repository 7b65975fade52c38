package io.latentmesh.networks.inspect;

import io.latentmesh.networks.architecture.AutoencoderDecoderNetwork;
import io.latentmesh.networks.architecture.AutoencoderEncoderNetwork;
import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.graph.Weights;
import java.util.List;
import java.util.function.Consumer;

/** The networks that the weights of a component must fit, as checks of these weights. */
final class Networks {
  private Networks() {}

  static List<Consumer<Weights>> of(ClipTextConfig config) {
    return List.of(weights -> ClipTextNetwork.graph(config, weights));
  }

  static List<Consumer<Weights>> of(UnetConfig config) {
    return List.of(weights -> UnetNetwork.graph(config, weights));
  }

  static List<Consumer<Weights>> of(VaeConfig config) {
    return List.of(
        weights -> AutoencoderDecoderNetwork.graph(config, weights),
        weights -> AutoencoderEncoderNetwork.graph(config, weights));
  }
}
