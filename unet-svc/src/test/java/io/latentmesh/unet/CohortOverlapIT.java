package io.latentmesh.unet;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.unet.engine.FakeDenoiser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A device of 11 ms for a forward of one image, clients that take a millisecond to come back, and
 * real gRPC between them.
 */
@Timeout(120)
class CohortOverlapIT {
  private static final long STEP_NANOS = 11_000_000;
  private static final long ROUND_TRIP_NANOS = 1_000_000;
  private static final int STEPS = 60;

  @Test
  void denoise_twoCohorts_waitForRowsFarLessThanOne() throws Exception {
    double alone = idleOfBusyTime(1);
    double together = idleOfBusyTime(2);

    // One stream waits for its own round trip of a millisecond and more after each step.
    assertThat(alone).isGreaterThan(ROUND_TRIP_NANOS / (double) STEP_NANOS / 2);
    assertThat(together).isLessThan(alone / 2);
  }

  private static double idleOfBusyTime(int streams) throws Exception {
    try (StubTier tier =
        new StubTier(
            rows -> {
              waitNanos(STEP_NANOS);
              return FakeDenoiser.timesteps(rows);
            },
            Map.of(
                "latentmesh.batching.max-rows", "2", "latentmesh.batching.warm-up-time", "0s"))) {
      run(tier, streams);
      return share(tier);
    }
  }

  /** Time that the device waited for rows, against the time that it worked. */
  private static double share(StubTier tier) throws IOException, InterruptedException {
    String waiting =
        "latentmesh_engine_idle_seconds_total{application=\"unet-svc\",reason=\"waiting_for_rows";
    return tier.metric(waiting) / tier.metric("latentmesh_engine_busy_seconds_total");
  }

  private static void run(StubTier tier, int streams) throws InterruptedException {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      clients.add(Thread.ofPlatform().start(() -> image(tier)));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  private static void image(StubTier tier) {
    try {
      DenoiseClient client = tier.open();
      for (int i = 0; i < STEPS; i++) {
        client.send(Messages.of(Messages.evaluate(i, i)));
        client.next();
        waitNanos(ROUND_TRIP_NANOS);
      }
      client.halfClose();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void waitNanos(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
