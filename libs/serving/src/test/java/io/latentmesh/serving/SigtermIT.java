package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A JVM of its own that is told to end while a call runs. */
final class SigtermIT {
  @Test
  void sigterm_callRunning_isAnsweredAndTheProcessEndsInOrder() throws Exception {
    Process jvm = start();
    try (Metrics metrics = Metrics.create("client");
        BufferedReader said = jvm.inputReader(StandardCharsets.UTF_8)) {
      int port = Integer.parseInt(said.readLine());
      ManagedChannel channel =
          Peers.channel(Loopback.UPSTREAM, Loopback.peer(port), Observation.of(metrics)).channel();
      try {
        Future<EncodeResponse> call =
            TextEncoderServiceGrpc.newFutureStub(channel)
                .encode(EncodeRequest.getDefaultInstance());
        assertThat(said.readLine()).isEqualTo("entered");
        jvm.toHandle().destroy(); // Process.destroy() would also close what we read from.
        assertThat(call.get()).isEqualTo(EncodeResponse.getDefaultInstance());
        assertThat(said.lines()).containsExactly("hook", "closed");
        assertThat(jvm.waitFor()).isEqualTo(143);
      } finally {
        channel.shutdownNow();
      }
    } finally {
      jvm.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            DrainingMain.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
