package io.latentmesh.bench.containers;

import io.latentmesh.bench.HostCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container's process as the engine's machine counts it, and what its tools can do in the network
 * of that process. Any thread.
 *
 * @param pid valid until the container ends
 */
public record HostSide(long pid) {
  private static final String MOST_LIKELY = "1000";
  private static final List<String> TOOLS =
      List.of("/usr/bin/nsenter", "/usr/sbin/iptables", "/usr/sbin/tc");

  /** Why this machine cannot do it; empty if it can. */
  public static Optional<String> obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("needs root, to enter a container's network");
    }
    return TOOLS.stream()
        .filter(tool -> !Files.isExecutable(Path.of(tool)))
        .findFirst()
        .map(tool -> "needs " + tool);
  }

  /** Runs a command, words by spaces, in the network. */
  void run(String command) {
    HostCommand.run(inNetwork(List.of(command.split(" ", -1))));
  }

  /** A command as it is run in the network. */
  List<String> inNetwork(List<String> command) {
    List<String> entered =
        new ArrayList<>(List.of("nsenter", "--target", String.valueOf(pid), "--net"));
    entered.addAll(command);
    return entered;
  }

  /** eth0, or eth1 for a container that has left a network and joined it again. */
  String device() {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/net/dev"))) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith("eth"))
          .map(line -> line.substring(0, line.indexOf(':')))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When memory runs out in this process's control group, the kernel ends it before any other. */
  void preferForOomKill() {
    try {
      Files.writeString(Path.of("/proc/" + pid + "/oom_score_adj"), MOST_LIKELY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
