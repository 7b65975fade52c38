package io.latentmesh.serving;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.latentmesh.serving.files.UnusableFileException;
import io.latentmesh.serving.tls.PeerTls;
import io.latentmesh.serving.tls.PeerTlsSettings;
import io.latentmesh.serving.tracing.Tracing;
import io.latentmesh.serving.tracing.TracingSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the collector of traces is reached: by TLS, or in plaintext where that is meant. */
final class CollectorChannel {
  private static final String PREFIX = "latentmesh.tracing.";
  private static final String PEER = "collector";
  private static final int PORT = 4317; // the one that IANA gave to OTLP

  private CollectorChannel() {}

  /**
   * Traces of a process, to where its settings say; off where they name no endpoint.
   *
   * @throws SettingsException with all that is wrong
   */
  static Tracing tracing(Tracing.Origin origin, TracingSettings settings, Metrics metrics) {
    List<String> problems = new ArrayList<>();
    settings.endpoint().ifPresent(endpoint -> check(endpoint, settings, problems));
    IdentityPair.check(PREFIX, settings.tls().certificate(), settings.tls().key(), problems);
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return settings.endpoint().isEmpty()
        ? Tracing.off(metrics.registry())
        : Tracing.on(origin, settings, metrics.registry(), open(settings, metrics.registry()));
  }

  private static ManagedChannel open(TracingSettings settings, MeterRegistry registry) {
    URI endpoint = settings.endpoint().orElseThrow();
    Optional<PeerTls> tls =
        settings.tls().ca().isPresent()
            ? Optional.of(tls(settings.tls(), registry))
            : Optional.empty();
    NettyChannelBuilder channel =
        NettyChannelBuilder.forTarget(
                "dns:///" + hostAndPort(endpoint),
                tls.map(PeerTls::credentials).orElseGet(() -> trusting(endpoint)))
            .directExecutor();
    settings.tls().serverName().ifPresent(channel::overrideAuthority);
    ManagedChannel opened = channel.build();
    tls.ifPresent(files -> files.watch(opened::isShutdown));
    return opened;
  }

  private static PeerTls tls(PeerTlsSettings settings, MeterRegistry registry) {
    try {
      return PeerTls.open(PEER, settings, registry);
    } catch (UnusableFileException e) {
      throw new SettingsException(List.of(PREFIX + "tls: " + e.getMessage()));
    }
  }

  private static ChannelCredentials trusting(URI endpoint) {
    return secured(endpoint) ? TlsChannelCredentials.create() : InsecureChannelCredentials.create();
  }

  private static void check(URI endpoint, TracingSettings settings, List<String> problems) {
    if (!isUsable(endpoint)) {
      problems.add(
          PREFIX
              + "endpoint: must be http://host:port or https://host:port of OTLP over gRPC, got "
              + endpoint);
      return;
    }
    boolean files = settings.tls().ca().isPresent();
    if (!secured(endpoint) && files) {
      problems.add(PREFIX + "tls.ca: needs an endpoint with https, got " + endpoint);
    }
    if (settings.tls().certificate().isPresent() && !files) {
      problems.add(PREFIX + "tls.ca: must be set with tls.certificate");
    }
    if (!secured(endpoint) && !settings.plaintext() && !Loopbacks.reaches(hostAndPort(endpoint))) {
      problems.add(
          PREFIX
              + "endpoint: must be https where the collector is not on loopback (or, if plaintext"
              + " is meant, "
              + PREFIX
              + "plaintext=true), got "
              + endpoint);
    }
  }

  private static boolean isUsable(URI endpoint) {
    return (secured(endpoint) || "http".equals(endpoint.getScheme()))
        && endpoint.getHost() != null
        && endpoint.getUserInfo() == null
        && (endpoint.getPath().isEmpty() || endpoint.getPath().equals("/"));
  }

  private static boolean secured(URI endpoint) {
    return "https".equals(endpoint.getScheme());
  }

  private static String hostAndPort(URI endpoint) {
    int port = endpoint.getPort() < 0 ? PORT : endpoint.getPort();
    return endpoint.getHost() + ":" + port;
  }
}
