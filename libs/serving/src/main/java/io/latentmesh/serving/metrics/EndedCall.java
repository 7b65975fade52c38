package io.latentmesh.serving.metrics;

import io.grpc.Status;
import java.time.Duration;

/**
 * A call that a server has answered or that was taken from it.
 *
 * @param method full name, {@code package.Service/Method}
 * @param status as the client got it, with its cause; without one if the call was cancelled
 * @param taken from the call's beginning to its end
 */
public record EndedCall(String method, Status status, Duration taken) {}
