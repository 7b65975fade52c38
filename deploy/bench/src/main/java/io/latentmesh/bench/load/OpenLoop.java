package io.latentmesh.bench.load;

import io.latentmesh.bench.Pause;
import io.latentmesh.v1.GenerateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;

/** Calls that come when they come, whether or not the server keeps up; nobody calls again. */
public final class OpenLoop {
  private OpenLoop() {}

  /**
   * What to offer.
   *
   * @param requests by number
   * @param arrivals offsets from the beginning in nanoseconds, rising
   * @param deadline of each call, from its arrival
   */
  public record Load(
      IntFunction<GenerateRequest> requests, List<Long> arrivals, Duration deadline) {
    public Load {
      arrivals = List.copyOf(arrivals);
    }
  }

  /** How it went; {@code begunNanos} is the beginning as {@link System#nanoTime()}. */
  public record Run(long begunNanos, List<Call> calls) {
    public Run {
      calls = List.copyOf(calls);
    }
  }

  /** Makes all calls, each on a virtual thread of its own, and returns when the last has ended. */
  public static Run run(ImageClient client, Load load) throws InterruptedException {
    Queue<Call> calls = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    long begun = System.nanoTime();
    for (int index = 0; index < load.arrivals().size(); index++) {
      var offer =
          new Offer(
              index,
              load.requests().apply(index),
              begun + load.arrivals().get(index),
              load.deadline());
      Pause.until(offer.dueNanos());
      threads.add(Thread.startVirtualThread(() -> calls.add(client.call(offer))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Run(begun, List.copyOf(calls));
  }
}
