package io.latentmesh.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the services behind the orchestrator are reached, whatever the orchestrator listens on. */
class InnerTiersTest {
  private static final Path MODEL = Path.of("model");
  private static final Map<String, String> OPEN =
      Map.of(
          "latentmesh.server.host", "0.0.0.0",
          "latentmesh.server.port", "7400",
          "latentmesh.server.plaintext", "true",
          "latentmesh.server.tls.certificate", "tls.crt");

  @Test
  void tiers_listenOnLoopbackOnAnyPort() {
    assertThat(InnerTiers.settings(MODEL, OPEN, Map.of()))
        .containsEntry("latentmesh.server.host", "127.0.0.1")
        .containsEntry("latentmesh.server.port", "0")
        .containsEntry("latentmesh.server.plaintext", "false");
  }

  @Test
  void tiers_calledInPlaintext_haveNoCertificate() {
    assertThat(InnerTiers.settings(MODEL, OPEN, Map.of()))
        .containsEntry("latentmesh.server.tls.certificate", "")
        .containsEntry("latentmesh.server.tls.allowed-identities", "");
  }

  @Test
  void tiers_calledByTls_keepTheMeshsCertificate() {
    assertThat(
            InnerTiers.settings(MODEL, Map.of("latentmesh.peers.unet.tls.ca", "ca.crt"), Map.of()))
        .doesNotContainKey("latentmesh.server.tls.certificate");
    assertThat(InnerTiers.settings(MODEL, OPEN, Map.of("LATENTMESH_PEERS_UNET_TLS_CA", "ca.crt")))
        .doesNotContainKey("latentmesh.server.tls.certificate");
  }
}
