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
 * learns to write another form. The hashes are those of the graphs before there were F16 ones. A
 * change of an F32 form on purpose changes them, after the parity tests have passed.
 */
class GraphBytesTest {
  private static final Path FIXTURES =
      Path.of(System.getProperty("latentmesh.root"), "deploy", "parity", "fixtures");

  @ParameterizedTest
  @CsvSource({
    "sd1/model, 7580528655db33b55c0b4b4c9e7ed99b1b9d95257d76523f8b8065103c584de1",
    "sd2/model, bf3abe6387dcc06cf3d8ab038c213e406c68bd1a36fd6c012841993997984a71",
    "sdxl/model, 633a46f303ffbdf3518f3ebd78c14b71c46c1dd37a922c7e58fc1ce30b00e9d3",
    "sdxl/refiner, 0be51256513f118e887be1df2a0f5b4d4864a8aa98023f8e177c363e464cbb4f",
    "lcm/model, bb7fabe160b0a6f83905383048c2bdcd11ff9d480859d00f4f344d7e02f96b81",
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
