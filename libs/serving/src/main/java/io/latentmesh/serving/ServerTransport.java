package io.latentmesh.serving;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.latentmesh.serving.files.UnusableFileException;
import io.latentmesh.serving.tls.ServerTls;
import io.latentmesh.serving.tls.ServerTlsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How a server is reached: by TLS, or in plaintext where that gives nothing away. */
final class ServerTransport {
  private static final String PREFIX = "latentmesh.server.";

  private final Optional<ServerTls> tls;

  private ServerTransport(Optional<ServerTls> tls) {
    this.tls = tls;
  }

  /**
   * Decides, and reads the certificates if there are any.
   *
   * @throws SettingsException with all that is wrong
   */
  static ServerTransport of(ServerSettings settings, MeterRegistry registry) {
    List<String> problems = new ArrayList<>();
    checkTls(settings.tls(), problems);
    checkPlaintext(settings, problems);
    checkProfile(settings, problems);
    refuse(problems);
    if (settings.tls().certificate().isEmpty()) {
      return new ServerTransport(Optional.empty());
    }
    try {
      return new ServerTransport(Optional.of(ServerTls.open(settings.tls(), registry)));
    } catch (UnusableFileException e) {
      throw new SettingsException(List.of(PREFIX + "tls: " + e.getMessage()));
    }
  }

  ServerCredentials credentials() {
    return tls.map(ServerTls::credentials).orElseGet(InsecureServerCredentials::create);
  }

  /** Follows changes of the certificates until the server is over. */
  void watch(BooleanSupplier over) {
    tls.ifPresent(open -> open.watch(over));
  }

  private static void checkTls(ServerTlsSettings tls, List<String> problems) {
    IdentityPair.check(PREFIX, tls.certificate(), tls.key(), problems);
    if (tls.clientCa().isPresent() && tls.certificate().isEmpty()) {
      problems.add(
          PREFIX + "tls.client-ca: needs tls.certificate, got " + tls.clientCa().get() + " alone");
    }
    boolean namesCallers = tls.allowedIdentities().isPresent();
    if (namesCallers && (tls.clientCa().isEmpty() || !tls.clientAuthRequired())) {
      problems.add(
          PREFIX
              + "tls.allowed-identities: needs tls.client-ca and tls.client-auth-required=true, got "
              + tls.allowedIdentities().get());
    }
  }

  private static void checkPlaintext(ServerSettings settings, List<String> problems) {
    boolean secured = settings.tls().certificate().isPresent();
    if (secured && settings.plaintext()) {
      problems.add(PREFIX + "plaintext: must not be true where tls.certificate is set, got true");
    }
    if (!secured && !settings.plaintext() && !Loopbacks.listens(settings.host())) {
      problems.add(
          PREFIX
              + "tls.certificate: must be set where the host is not loopback (or, if plaintext is"
              + " meant, "
              + PREFIX
              + "plaintext=true), got host "
              + settings.host()
              + " and no certificate");
    }
  }

  private static void checkProfile(ServerSettings settings, List<String> problems) {
    if (settings.profile() != Profile.PRODUCTION) {
      return;
    }
    refuseInProduction("reflection", settings.reflection(), problems);
    refuseInProduction("channelz", settings.channelz(), problems);
    refuseInProduction(
        "plaintext", settings.plaintext() && !Loopbacks.listens(settings.host()), problems);
  }

  private static void refuseInProduction(String setting, boolean on, List<String> problems) {
    if (on) {
      problems.add(PREFIX + setting + ": must be false where profile is production, got true");
    }
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }
}
