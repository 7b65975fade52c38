package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.architecture.AutoencoderDecoderNetwork;
import io.latentmesh.networks.architecture.AutoencoderEncoderNetwork;
import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.architecture.ControlNetNetwork;
import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.architecture.UnetVariant;
import io.latentmesh.networks.folder.ControlNetFolder;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.TextComponent;
import io.latentmesh.networks.folder.WeightFiles;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Weights;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The F32 graphs for the CPU, byte for byte: what serves today does not change when a definition
 * learns to write another form. A change of an F32 form on purpose changes them, after the parity
 * tests have passed.
 */
class GraphBytesTest {
  private static final Path FIXTURES =
      Path.of(System.getProperty("latentmesh.root"), "deploy", "parity", "fixtures");

  @ParameterizedTest
  @CsvSource({
    "sd1/model, 0615bf84a0d1ef656690d5a53712a4339756843207db75914dd8f04056230362",
    "sd2/model, f37f4d19211cfb5b536538cdbb12127db99b6152f632624d3cff27cc39ee32cb",
    "sdxl/model, 081b7e9cca6ce154eb7bf5ce449b08019347266c0b950962391502999cf46e04",
    "sdxl/refiner, 99fea5e5cbbbca8762f2a85da1d54134ee559d66affc74acd898fe611621bac7",
    "lcm/model, 78e36e364aff1019d756707a26fde658afa73c1f8b9c05429774bf174b22fdc0",
  })
  void graphs_ofAModelInF32_areTheBytesThatTheyWere(Path model, String sha256) {
    DiffusersFolder folder = DiffusersFolder.open(FIXTURES.resolve(model));
    List<NetworkGraph> graphs = new ArrayList<>();
    for (TextComponent text : folder.textEncoders()) {
      graphs.add(graph(text.weights(), weights -> ClipTextNetwork.graph(text.config(), weights)));
    }
    for (UnetVariant variant : UnetVariant.values()) {
      graphs.add(
          graph(
              folder.unetWeights(),
              weights -> UnetNetwork.graph(folder.unetConfig(), variant, weights)));
    }
    graphs.add(
        graph(
            folder.vaeWeights(),
            weights -> AutoencoderDecoderNetwork.graph(folder.vaeConfig(), weights)));
    graphs.add(
        graph(
            folder.vaeWeights(),
            weights -> AutoencoderEncoderNetwork.graph(folder.vaeConfig(), weights)));
    assertThat(sha256(graphs)).isEqualTo(sha256);
  }

  @ParameterizedTest
  @CsvSource("controlnet/net1, abef70d33da3b33ef56573a42dd5da10d3d8d7f76bc69730bd1a34cc11c6d71d")
  void graph_ofAControlNetInF32_isTheBytesThatItWas(Path net, String sha256) {
    ControlNetFolder folder = ControlNetFolder.open(FIXTURES.resolve(net));
    NetworkGraph graph =
        graph(folder.weights(), weights -> ControlNetNetwork.graph(folder.config(), weights));
    assertThat(sha256(List.of(graph))).isEqualTo(sha256);
  }

  private static NetworkGraph graph(Path weights, Function<Weights, NetworkGraph> network) {
    return network.apply(Weights.of(WeightFiles.open(weights)));
  }

  private static String sha256(List<NetworkGraph> graphs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      graphs.forEach(graph -> digest.update(graph.model()));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
