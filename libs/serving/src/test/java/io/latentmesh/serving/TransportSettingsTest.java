package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.latentmesh.serving.certificates.SecretFolder;
import io.latentmesh.serving.certificates.TestAuthority;
import io.latentmesh.serving.certificates.TlsOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which ways a process agrees to be reached, and to reach others. */
final class TransportSettingsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void server_offLoopbackWithoutCertificate_isRefused() {
    assertThat(server(Map.of("host", "0.0.0.0")))
        .containsExactly(
            "latentmesh.server.tls.certificate: must be set where the host is not loopback (or, if"
                + " plaintext is meant, latentmesh.server.plaintext=true), got host 0.0.0.0 and no"
                + " certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
  void server_onLoopback_mayUsePlaintext(String host) {
    assertThat(server(Map.of("host", host))).isEmpty();
  }

  @Test
  void server_offLoopbackAskedForPlaintext_mayUseIt() {
    assertThat(server(Map.of("host", "0.0.0.0", "plaintext", "true"))).isEmpty();
  }

  @Test
  void server_inProduction_refusesWhatShowsTheInside() {
    assertThat(
            server(
                Map.of(
                    "host", "0.0.0.0",
                    "plaintext", "true",
                    "profile", "production",
                    "reflection", "true",
                    "channelz", "true")))
        .containsExactly(
            "latentmesh.server.reflection: must be false where profile is production, got true",
            "latentmesh.server.channelz: must be false where profile is production, got true",
            "latentmesh.server.plaintext: must be false where profile is production, got true");
  }

  @Test
  void server_certificateWithoutKey_isRefused() {
    assertThat(server(Map.of("tls.certificate", "tls.crt")))
        .containsExactly(
            "latentmesh.server.tls: certificate and key must be set together, got only"
                + " certificate");
  }

  @Test
  void server_emptyValues_areNoCertificateAndNobody() {
    Map<String, String> empty =
        Map.of(
            "server.tls.certificate", "",
            "server.tls.key", "",
            "server.tls.client-ca", "",
            "server.tls.allowed-identities", "");
    assertThat(ExampleSettings.with(empty).server().tls())
        .satisfies(tls -> {
          assertThat(tls.certificate()).isEmpty();
          assertThat(tls.clientCa()).isEmpty();
          assertThat(tls.allowedIdentities()).isEmpty();
        });
  }

  @Test
  void server_identitiesWithoutCa_areRefused() {
    assertThat(server(Map.of("tls.allowed-identities", "a,b")))
        .containsExactly(
            "latentmesh.server.tls.allowed-identities: needs tls.client-ca and"
                + " tls.client-auth-required=true, got [a, b]");
  }

  @Test
  void server_certificateFileMissing_isRefusedByName() {
    SecretFolder empty = new SecretFolder(folder);
    assertThat(server(TlsOptions.server(empty)))
        .singleElement()
        .asString()
        .startsWith("latentmesh.server.tls: " + empty.certificate() + ": cannot be read: ");
  }

  @Test
  void server_certificateAndPlaintext_areRefusedTogether() throws IOException {
    Map<String, String> settings = new HashMap<>(TlsOptions.server(secret()));
    settings.put("plaintext", "true");
    assertThat(server(settings))
        .containsExactly(
            "latentmesh.server.plaintext: must not be true where tls.certificate is set, got true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet:7400",
        "dns:///unet:7400",
        "10.0.0.1:7400",
        "static:///127.0.0.1:1,10.0.0.1:1",
        "file:///addresses",
        "127.0.0.1.example.com:7400"
      })
  void peer_notKnownToBeOnLoopbackWithoutCa_isRefused(String target) {
    assertThat(peer(Map.of("target", target)))
        .containsExactly(
            "latentmesh.peers.unet.tls.ca: must be set where the target is not loopback (or, if"
                + " plaintext is meant, latentmesh.peers.unet.plaintext=true), got target "
                + target
                + " and no CA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:7400",
        "localhost:7400",
        "[::1]:7400",
        "dns:///localhost:7400",
        "static:///127.0.0.1:1,127.0.0.1:2",
        "unix:///run/unet"
      })
  void peer_onLoopback_mayBeReachedInPlaintext(String target) {
    assertThat(peer(Map.of("target", target))).isEmpty();
  }

  @Test
  void peer_certificateWithoutCa_isRefused() {
    assertThat(peer(Map.of("tls.certificate", "a", "tls.key", "b")))
        .containsExactly(
            "latentmesh.peers.unet.tls.ca: must be set with tls.certificate or tls.server-name");
  }

  private SecretFolder secret() throws IOException {
    var authority = new TestAuthority("test");
    return SecretFolder.of(
        Files.createDirectories(folder.resolve("secret")), authority.issue("a"), authority);
  }

  private static List<String> server(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    settings.forEach((key, value) -> all.put("server." + key, value));
    ServerSettings server = ExampleSettings.with(all).server();
    return problems(() -> ServerTransport.of(server, new SimpleMeterRegistry()));
  }

  private static List<String> peer(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    settings.forEach((key, value) -> all.put("unet." + key, value));
    PeerSettings peer = ExampleSettings.with(all).unet();
    return problems(() -> PeerTransport.of("unet", peer, new SimpleMeterRegistry()));
  }

  private static List<String> problems(Runnable attempt) {
    var refusal = catchThrowableOfType(SettingsException.class, attempt::run);
    return refusal == null ? List.of() : refusal.problems();
  }
}
