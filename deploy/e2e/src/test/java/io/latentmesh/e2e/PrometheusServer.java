package io.latentmesh.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.e2e.observability.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A real Prometheus on loopback that reads a mesh's pages and evaluates the mesh's rules, both
 * every second. Its data are in a folder of its own.
 */
final class PrometheusServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String address;
  private final HttpClient http = HttpClient.newHttpClient();

  private PrometheusServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it; it reads its first pages a little later.
   *
   * @param pages by the job that they are to belong to
   */
  static PrometheusServer start(Path program, Map<String, URI> pages) throws IOException {
    Path folder = Files.createTempDirectory("latentmesh-prometheus");
    Path rules = folder.resolve("rules.yml");
    Files.writeString(
        rules, Files.readString(Rules.file()).replace("interval: 30s", "interval: 1s"));
    Path settings = folder.resolve("prometheus.yml");
    Files.writeString(settings, settings(rules, pages));
    String address = "127.0.0.1:" + freePort();
    var command =
        List.of(
            program.toString(),
            "--config.file=" + settings,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=" + address);
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new PrometheusServer(process, "http://" + address);
  }

  /** Whether a query gives a sample that is a finite number. False while it does not answer. */
  boolean hasData(String query) {
    return StreamSupport.stream(result(query).spliterator(), false)
        .map(series -> series.path("value").path(1).asText())
        .anyMatch(value -> Double.isFinite(Double.parseDouble(value.replace("Inf", "Infinity"))));
  }

  private JsonNode result(String query) {
    URI uri =
        URI.create(
            address + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    try {
      var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      JsonNode body = JSON.readTree(answer.body());
      if (body.path("status").asText().equals("error")) {
        throw new IllegalArgumentException(query + ": " + body.path("error").asText());
      }
      return body.path("data").path("result");
    } catch (IOException starting) {
      return JSON.createArrayNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    http.close();
  }

  private static String settings(Path rules, Map<String, URI> pages) {
    String jobs =
        pages.entrySet().stream()
            .map(page ->
                "  - {job_name: %s, static_configs: [{targets: ['%s']}]}"
                    .formatted(page.getKey(), page.getValue().getAuthority()))
            .collect(Collectors.joining("\n"));
    return """
    global: {scrape_interval: 1s, evaluation_interval: 1s}
    rule_files: ['%s']
    scrape_configs:
    %s
    """
        .formatted(rules, jobs);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
