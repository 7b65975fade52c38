package io.latentmesh.serving.metrics;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The series of one method on one side of the wire. Micrometer's own gRPC interceptors were not
 * taken: they count no calls in flight, report an expired deadline as CANCELLED on the server, and
 * name two labels in camel case.
 */
final class RpcMeters {
  private final MeterRegistry registry;
  private final Side side;
  private final Tags tags;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Counter received;
  private final Counter sent;
  private final Map<Status.Code, Timer> durations = new ConcurrentHashMap<>();

  RpcMeters(MeterRegistry registry, Side side, MethodDescriptor<?, ?> method) {
    this.registry = registry;
    this.side = side;
    this.tags =
        Tags.of(
            "service", orNone(method.getServiceName()),
            "method", orNone(method.getBareMethodName()),
            "method_type", method.getType().name().toLowerCase(Locale.ROOT));
    this.received = counter(side.received);
    this.sent = counter(side.sent);
    Gauge.builder(side.inFlight, inFlight, AtomicInteger::get)
        .description("Calls that have begun and not ended")
        .tags(tags)
        .register(registry);
    duration(Status.Code.OK); // So that rate() sees the method's first call.
  }

  void began() {
    inFlight.incrementAndGet();
  }

  void received() {
    received.increment();
  }

  void sent() {
    sent.increment();
  }

  void ended(Status.Code code, Duration taken) {
    inFlight.decrementAndGet();
    duration(code).record(taken);
  }

  private Timer duration(Status.Code code) {
    return durations.computeIfAbsent(
        code,
        c ->
            Timer.builder(side.duration)
                .description("Time from the beginning of a call to its end")
                .tags(tags.and("status_code", c.name()))
                .serviceLevelObjectives(RpcBuckets.durations())
                .register(registry));
  }

  private Counter counter(String name) {
    return Counter.builder(name)
        .description("Messages of calls, whatever became of the calls")
        .baseUnit("messages")
        .tags(tags)
        .register(registry);
  }

  private static String orNone(@Nullable String name) {
    return Objects.requireNonNullElse(name, "none");
  }

  /** Which end of a call is measured, and the names of its series. */
  enum Side {
    SERVER(
        "grpc.server.processing.duration",
        "grpc.server.requests.received",
        "grpc.server.responses.sent",
        "latentmesh.rpc.inflight"),
    CLIENT(
        "grpc.client.processing.duration",
        "grpc.client.responses.received",
        "grpc.client.requests.sent",
        "latentmesh.rpc.client.inflight");

    private final String duration;
    private final String received;
    private final String sent;
    private final String inFlight;

    Side(String duration, String received, String sent, String inFlight) {
      this.duration = duration;
      this.received = received;
      this.sent = sent;
      this.inFlight = inFlight;
    }
  }
}
