package io.latentmesh.bench.load;

import io.latentmesh.v1.GenerateRequest;
import java.time.Duration;

/**
 * A call to make.
 *
 * @param index of the request
 * @param dueNanos when it is to be made, as {@link System#nanoTime()}
 * @param deadline counted from {@code dueNanos}
 */
public record Offer(int index, GenerateRequest request, long dueNanos, Duration deadline) {}
