package io.latentmesh.serving;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.latentmesh.serving.files.UnusableFileException;
import io.latentmesh.serving.tls.PeerTls;
import io.latentmesh.serving.tls.PeerTlsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How a peer is reached: by TLS, or in plaintext where that gives nothing away. */
final class PeerTransport {
  private final Optional<PeerTls> tls;

  private PeerTransport(Optional<PeerTls> tls) {
    this.tls = tls;
  }

  /**
   * Decides, and reads the certificates if there are any.
   *
   * @param peer its name in settings and series
   * @throws SettingsException with all that is wrong
   */
  static PeerTransport of(String peer, PeerSettings settings, MeterRegistry registry) {
    List<String> problems = new ArrayList<>();
    String prefix = "latentmesh.peers." + peer + ".";
    checkTls(prefix, settings.tls(), problems);
    checkPlaintext(prefix, settings, problems);
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    if (settings.tls().ca().isEmpty()) {
      return new PeerTransport(Optional.empty());
    }
    try {
      return new PeerTransport(Optional.of(PeerTls.open(peer, settings.tls(), registry)));
    } catch (UnusableFileException e) {
      throw new SettingsException(List.of(prefix + "tls: " + e.getMessage()));
    }
  }

  ChannelCredentials credentials() {
    return tls.map(PeerTls::credentials).orElseGet(InsecureChannelCredentials::create);
  }

  /** Follows changes of the certificates until the channel is over. */
  void watch(BooleanSupplier over) {
    tls.ifPresent(open -> open.watch(over));
  }

  private static void checkTls(String prefix, PeerTlsSettings tls, List<String> problems) {
    IdentityPair.check(prefix, tls.certificate(), tls.key(), problems);
    if (tls.ca().isEmpty() && (tls.certificate().isPresent() || tls.serverName().isPresent())) {
      problems.add(prefix + "tls.ca: must be set with tls.certificate or tls.server-name");
    }
  }

  private static void checkPlaintext(String prefix, PeerSettings settings, List<String> problems) {
    boolean secured = settings.tls().ca().isPresent();
    if (secured && settings.plaintext()) {
      problems.add(prefix + "plaintext: must not be true where tls.ca is set, got true");
    }
    if (!secured && !settings.plaintext() && !Loopbacks.reaches(settings.target())) {
      problems.add(
          prefix
              + "tls.ca: must be set where the target is not loopback (or, if plaintext is meant, "
              + prefix
              + "plaintext=true), got target "
              + settings.target()
              + " and no CA");
    }
  }
}
