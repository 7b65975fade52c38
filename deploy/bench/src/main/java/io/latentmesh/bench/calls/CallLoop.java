package io.latentmesh.bench.calls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads one command from each line and answers each with one line of JSON, until the input ends.
 *
 * <ul>
 *   <li>{@code call ROWS}: one call; {@code seconds}
 *   <li>{@code outputs ROWS FILE}: one call, whose answers go into the file as F32, little-endian
 *   <li>{@code memory}: {@code peak_rss_kib} of the process and {@code heap_bytes} in use
 * </ul>
 */
public final class CallLoop {
  /** How long it took to write a graph, once more and before, and then to load the network. */
  public record Loading(double graphSeconds, double seconds) {}

  private final NetworkCalls network;
  private final PrintWriter out;

  public CallLoop(NetworkCalls network, PrintWriter out) {
    this.network = network;
    this.out = out;
  }

  /** Says what was loaded, and then answers. */
  public void run(Loading loading, BufferedReader commands) throws IOException {
    NetworkCalls.Identity identity = network.identity();
    say(
        String.format(
            Locale.ROOT,
            "{\"graph_seconds\": %.4f, \"load_seconds\": %.4f, \"provider\": \"%s\","
                + " \"precision\": \"%s\", \"parameters\": %d}",
            loading.graphSeconds(),
            loading.seconds(),
            identity.provider(),
            identity.precision(),
            identity.parameters()));
    String line = commands.readLine();
    while (line != null) {
      answer(line.strip().split(" ", 3));
      line = commands.readLine();
    }
  }

  private void answer(String[] words) throws IOException {
    switch (words[0]) {
      case "call" -> {
        long begun = System.nanoTime();
        var _ = network.call(rows(words));
        double seconds = (System.nanoTime() - begun) / 1e9;
        say(String.format(Locale.ROOT, "{\"seconds\": %.6f}", seconds));
      }
      case "outputs" -> {
        write(network.call(rows(words)), Path.of(words[2]));
        say("{}");
      }
      case "memory" ->
          say(
              "{\"peak_rss_kib\": %d, \"heap_bytes\": %d}"
                  .formatted(ProcessMemory.peakKib(), heap()));
      default -> throw new IllegalArgumentException("no such command: " + words[0]);
    }
  }

  private static int rows(String[] words) {
    return Integer.parseInt(words[1]);
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void write(List<float[]> rows, Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.size() * rows.getFirst().length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    rows.forEach(row -> {
      for (float value : row) {
        bytes.putFloat(value);
      }
    });
    Files.write(file, bytes.array());
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
