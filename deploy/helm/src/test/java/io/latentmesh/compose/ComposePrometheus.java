package io.latentmesh.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Debian's Prometheus with the configuration that compose mounts, on loopback. Replaced are the
 * paths inside the container, the names (which only compose's network knows: nobody answers at the
 * address in their place) and how often it looks.
 */
final class ComposePrometheus implements AutoCloseable {
  private static final String NOBODY = "static_configs: [{targets: ['127.0.0.1:9']}]";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = 50_000_000;

  private final Process process;
  private final String address;
  private final HttpClient http = HttpClient.newHttpClient();

  private ComposePrometheus(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it; it may not answer yet.
   *
   * @param folder for its configuration, data and log
   */
  static ComposePrometheus start(Path program, ComposeFile compose, Path folder)
      throws IOException {
    Path settings = folder.resolve("prometheus.yml");
    Files.writeString(settings, settings(compose));
    String address = "127.0.0.1:" + freePort();
    var process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + settings,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new ComposePrometheus(process, "http://" + address);
  }

  /** What it answers as soon as the answer is as wanted; the last answer if that takes too long. */
  <T> T await(String path, Function<JsonNode, T> reading, Predicate<T> wanted) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T read = reading.apply(get(path));
      if (wanted.test(read) || System.nanoTime() > deadline) {
        return read;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** The data of an answer; nothing while it starts. */
  private JsonNode get(String path) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address + "/api/v1/" + path)).build();
    try {
      var body = http.send(request, BodyHandlers.ofString()).body();
      return new ObjectMapper().readTree(body).path("data");
    } catch (IOException starting) {
      return new ObjectMapper().createObjectNode();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    http.close();
  }

  private static String settings(ComposeFile compose) throws IOException {
    List<Mount> mounts = compose.mounts("prometheus");
    String mounted = "/etc/prometheus/prometheus.yml";
    Optional<Path> file =
        mounts.stream()
            .filter(mount -> mount.target().equals(mounted))
            .map(Mount::source)
            .findFirst();
    String text = Files.readString(file.orElseThrow());
    for (Mount mount : mounts) {
      text = text.replace(mount.target() + "/", mount.source() + "/");
    }
    return text.replaceAll("dns_sd_configs: .*\\]", NOBODY)
        .replace("_interval: 5s", "_interval: 1s");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
