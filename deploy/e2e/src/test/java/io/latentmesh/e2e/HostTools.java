package io.latentmesh.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hurts a container's network and memory from outside, with the tools of the machine that the
 * engine runs on: the images have none, and no rights to use them.
 */
final class HostTools {
  private static final String MOST_LIKELY = "1000";

  private HostTools() {}

  /** Why this machine cannot do it; empty if it can. */
  static Optional<String> obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("needs root, to enter a container's network");
    }
    return List.of("/usr/bin/nsenter", "/usr/sbin/iptables", "/usr/sbin/tc").stream()
        .filter(tool -> !Files.isExecutable(Path.of(tool)))
        .findFirst()
        .map(tool -> "needs " + tool);
  }

  /** Adds a rule for what arrives at the port for calls. */
  static void filter(long pid, String... rule) {
    List<String> command =
        new ArrayList<>(List.of("iptables", "-A", "INPUT", "-p", "tcp", "--dport", "50051"));
    command.addAll(List.of(rule));
    inNetwork(pid, command);
  }

  static void filterNothing(long pid) {
    inNetwork(pid, List.of("iptables", "-F", "INPUT"));
  }

  /** Lets no more leave than a rate such as {@code 1mbit}. */
  static void narrow(long pid, String rate) {
    inNetwork(
        pid,
        List.of(
            "tc",
            "qdisc",
            "add",
            "dev",
            device(pid),
            "root",
            "tbf",
            "rate",
            rate,
            "burst",
            "32kbit",
            "latency",
            "400ms"));
  }

  static void widen(long pid) {
    inNetwork(pid, List.of("tc", "qdisc", "del", "dev", device(pid), "root"));
  }

  /** When memory runs out in this process's control group, the kernel ends it before any other. */
  static void preferForOomKill(long pid) {
    try {
      Files.writeString(Path.of("/proc/" + pid + "/oom_score_adj"), MOST_LIKELY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** eth0, or eth1 for a container that has left a network and joined it again. */
  private static String device(long pid) {
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

  private static void inNetwork(long pid, List<String> command) {
    List<String> entered = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(pid), "-n"));
    entered.addAll(command);
    try {
      int code = new ProcessBuilder(entered).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IllegalStateException(entered + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
