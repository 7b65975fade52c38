package io.latentmesh.bench.load;

import io.latentmesh.bench.Pause;
import io.latentmesh.v1.GenerateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * So many calls at once: each that ends is followed by the next, each on a virtual thread. A
 * refused call is made again a moment later, as another one.
 */
public final class ClosedLoop implements AutoCloseable {
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(50);

  private final ImageClient client;
  private final Load load;
  private final AtomicInteger next = new AtomicInteger();
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * What to offer.
   *
   * @param requests by number
   * @param concurrency calls at once
   * @param total calls in all; {@link Integer#MAX_VALUE} means until stopped
   * @param deadline of each call
   */
  public record Load(
      IntFunction<GenerateRequest> requests, int concurrency, int total, Duration deadline) {}

  private ClosedLoop(ImageClient client, Load load) {
    this.client = client;
    this.load = load;
  }

  /** Begins to call; {@link #close()} lets running calls end. */
  public static ClosedLoop start(ImageClient client, Load load) {
    var loop = new ClosedLoop(client, load);
    for (int thread = 0; thread < load.concurrency(); thread++) {
      loop.threads.add(Thread.startVirtualThread(loop::run));
    }
    return loop;
  }

  /** Makes all calls of a load and returns when the last has ended. */
  public static List<Call> runAll(ImageClient client, Load load) {
    ClosedLoop loop = start(client, load);
    loop.join();
    return loop.calls();
  }

  /**
   * Calls per second that end well, of clients that ask as soon as they have been answered.
   *
   * @param warmUp before it is counted
   * @param window in which it is
   */
  public static double sustained(ImageClient client, Load load, Duration warmUp, Duration window) {
    try (ClosedLoop loop = start(client, load)) {
      long begin = System.nanoTime() + warmUp.toNanos();
      long end = begin + window.toNanos();
      Pause.until(end);
      long done =
          loop.calls().stream()
              .filter(Call::ok)
              .filter(call -> call.endedNanos() >= begin && call.endedNanos() < end)
              .count();
      return done / (window.toNanos() / 1e9);
    }
  }

  /** The calls that have ended so far. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Makes no more calls and waits until the running ones have ended. */
  @Override
  public void close() {
    stopped = true;
    join();
  }

  private void run() {
    int index = next.getAndIncrement();
    while (!stopped && index < load.total()) {
      var offer =
          new Offer(index, load.requests().apply(index), System.nanoTime(), load.deadline());
      Call call = client.call(offer);
      calls.add(call);
      if (!call.ok()) {
        Pause.until(System.nanoTime() + AFTER_REFUSAL.toNanos());
      }
      index = next.getAndIncrement();
    }
  }

  private void join() {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while calls are running", interrupted);
    }
  }
}
