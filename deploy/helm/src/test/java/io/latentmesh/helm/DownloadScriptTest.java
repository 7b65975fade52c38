package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the init container, against a server on loopback. */
final class DownloadScriptTest {
  private static final byte[] WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  DownloadScriptTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    assumeTrue(
        onPath("curl") && onPath("sha256sum"), "needs curl and sha256sum, which the image has");
    server.createContext(
        "/",
        exchange -> {
          requests.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(200, WEIGHTS.length);
          exchange.getResponseBody().write(WEIGHTS);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void file_withItsSum_isThereUnderItsPath() throws Exception {
    assertThat(run(sum(WEIGHTS), "unet/model.safetensors")).isZero();
    assertThat(folder.resolve("models/unet/model.safetensors")).hasBinaryContent(WEIGHTS);
  }

  @Test
  void file_withAnotherSum_endsTheContainerAndIsNotThere() throws Exception {
    assertThat(run("0".repeat(64), "model.safetensors")).isNotZero();
    assertThat(folder.resolve("models")).isEmptyDirectory();
    assertThat(folder.resolve("output"))
        .content()
        .contains("sha256 of model.safetensors must be " + "0".repeat(64), sum(WEIGHTS));
  }

  @Test
  void file_thatIsThereAlready_isNotFetchedAgain() throws Exception {
    run(sum(WEIGHTS), "model.safetensors");
    assertThat(run(sum(WEIGHTS), "model.safetensors")).isZero();
    assertThat(requests).hasSize(1);
  }

  @Test
  void file_wholeButNotYetNamed_isNotFetchedAgain() throws Exception {
    Files.createDirectories(folder.resolve("models"));
    Files.write(folder.resolve("models/model.safetensors.part"), WEIGHTS);
    assertThat(run(sum(WEIGHTS), "model.safetensors")).isZero();
    assertThat(requests).isEmpty();
  }

  @Test
  void header_set_isSent() throws Exception {
    run(sum(WEIGHTS), "model.safetensors");
    assertThat(requests).containsExactly("Bearer secret");
  }

  private int run(String sum, String path) throws Exception {
    Files.createDirectories(folder.resolve("models"));
    Path list = folder.resolve("files");
    Files.writeString(
        list, "%s %s http://127.0.0.1:%d/m\n".formatted(sum, path, server.getAddress().getPort()));
    var builder =
        new ProcessBuilder(
            "sh",
            Chart.FOLDER.resolve("files/download.sh").toString(),
            list.toString(),
            folder.resolve("models").toString());
    builder.environment().put("DOWNLOAD_HEADER", "Authorization: Bearer secret");
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    return builder.start().waitFor();
  }

  private static String sum(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static boolean onPath(String program) {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }
}
