package io.latentmesh.bench.load;

import io.grpc.Status.Code;

/**
 * One call of the public API that has ended. Times are readings of {@link System#nanoTime()}.
 *
 * @param index of its request
 * @param dueNanos when it was to be made: an open loop's arrival, else when it was made. Latency
 *     counts from here, so that a client that falls behind does not look like a fast server
 * @param endedNanos when its status was known
 * @param message of the status; empty when it has none
 * @param accepted whether the server took it on ({@code Accepted} came)
 */
public record Call(
    int index, long dueNanos, long endedNanos, Code code, String message, boolean accepted) {
  private static final double NANOS_PER_SECOND = 1e9;

  public boolean ok() {
    return code == Code.OK;
  }

  /** Whether the server refused it for lack of capacity before taking it on. */
  public boolean refused() {
    return code == Code.RESOURCE_EXHAUSTED && !accepted;
  }

  public double seconds() {
    return (endedNanos - dueNanos) / NANOS_PER_SECOND;
  }
}
