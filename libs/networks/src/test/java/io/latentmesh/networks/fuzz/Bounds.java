package io.latentmesh.networks.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What one run of a fuzz target may take, counted on the thread that runs it, so that a busy
 * machine changes nothing.
 *
 * @param mostBytes that it may allocate
 * @param mostTime of a processor
 */
public record Bounds(long mostBytes, Duration mostTime) {
  /** Thousands of times what a run takes; a loop that does not end takes any bound. */
  private static final Duration MOST_TIME = Duration.ofSeconds(10);

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** So many bytes, and seconds. */
  public static Bounds bytes(long mostBytes) {
    return new Bounds(mostBytes, MOST_TIME);
  }

  /** Runs the target; throws what it throws, and where it took more. */
  public void check(Consumer<byte[]> target, byte[] input) {
    Bounds taken = taken(target, input);
    if (within(taken) || within(taken(target, input))) { // loading a class takes, too
      return;
    }
    throw new AssertionError("%s, at most %s, for: %s".formatted(taken, this, shown(input)));
  }

  private boolean within(Bounds taken) {
    return taken.mostBytes < mostBytes && taken.mostTime.compareTo(mostTime) < 0;
  }

  private static Bounds taken(Consumer<byte[]> target, byte[] input) {
    long bytes = THREAD.getCurrentThreadAllocatedBytes();
    long nanos = THREAD.getCurrentThreadCpuTime();
    target.accept(input);
    return new Bounds(
        THREAD.getCurrentThreadAllocatedBytes() - bytes,
        Duration.ofNanos(THREAD.getCurrentThreadCpuTime() - nanos));
  }

  static String shown(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1);
  }
}
