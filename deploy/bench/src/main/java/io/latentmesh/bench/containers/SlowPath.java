package io.latentmesh.bench.containers;

import io.latentmesh.bench.chaos.Injury;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A detour for all that is sent to a container and comes back from it. Not every kernel can delay
 * packets by itself, so a {@link SlowRelay} runs in the container's network: new connections are
 * led to it, and those that are there already are reset, so that they become new ones.
 */
final class SlowPath {
  /** Each way: an answer takes 1.2 s, and more than 1 s is late for the product. */
  private static final Duration DELAY = Duration.ofMillis(600);

  private static final int PORT = 50051;
  private static final int DETOUR = 15051;

  private static final String DIRECT = "-p tcp --dport " + PORT + " ! -i lo ";
  private static final String LEAD_NEW =
      " PREROUTING " + DIRECT + "-j REDIRECT --to-ports " + DETOUR;
  private static final String RESET_OLD = " INPUT " + DIRECT + "-j REJECT --reject-with tcp-reset";

  private SlowPath() {}

  static Injury begin(HostSide host) {
    Process relay = relay(host);
    host.run("iptables -t nat -A" + LEAD_NEW);
    host.run("iptables -A" + RESET_OLD);
    return () -> {
      host.run("iptables -D" + RESET_OLD);
      host.run("iptables -t nat -D" + LEAD_NEW);
      relay.destroy();
      relay.onExit().join();
    };
  }

  /** Returns when it listens. */
  private static Process relay(HostSide host) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = SlowRelay.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    List<String> command =
        List.of(
            java,
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes,
            SlowRelay.class.getName(),
            String.valueOf(DETOUR),
            String.valueOf(PORT),
            String.valueOf(DELAY.toMillis()));
    try {
      Process relay =
          new ProcessBuilder(host.inNetwork(command))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader said = relay.inputReader(StandardCharsets.UTF_8);
      if (said.readLine() == null) {
        throw new IllegalStateException("the slow relay ended before it listened");
      }
      return relay;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
