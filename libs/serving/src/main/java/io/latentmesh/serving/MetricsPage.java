package io.latentmesh.serving;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The {@code /metrics} page, on a port of its own. */
final class MetricsPage implements AutoCloseable {
  private final HTTPServer server;

  private MetricsPage(HTTPServer server) {
    this.server = server;
  }

  /**
   * @throws UncheckedIOException if the port is taken
   */
  static MetricsPage start(ServerSettings settings, Metrics metrics) {
    try {
      return new MetricsPage(
          HTTPServer.builder()
              .hostname(settings.host())
              .port(settings.metricsPort())
              .registry(metrics.page())
              .buildAndStart());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "server.metrics-port: cannot listen on " + settings.host() + ":" + settings.metricsPort(),
          e);
    }
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
