package io.latentmesh.serving.metrics;

import io.grpc.MethodDescriptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of every method seen so far on one side; methods are few and fixed by the contract.
 */
final class MetersByMethod {
  private final MeterRegistry registry;
  private final RpcMeters.Side side;
  private final Map<String, RpcMeters> meters = new ConcurrentHashMap<>();

  MetersByMethod(MeterRegistry registry, RpcMeters.Side side) {
    this.registry = registry;
    this.side = side;
  }

  RpcMeters of(MethodDescriptor<?, ?> method) {
    return meters.computeIfAbsent(
        method.getFullMethodName(), name -> new RpcMeters(registry, side, method));
  }
}
