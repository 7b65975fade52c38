package io.latentmesh.serving.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The JVM's series. They are bound when somebody first looks: their management beans take longer to
 * load than a gRPC server takes to start, and a mesh that lives for one picture has no reader.
 */
public final class JvmMeters implements AutoCloseable {
  /* Two of Micrometer's names break Prometheus' rules, and promtool says so: nanoseconds, for which
   * there is CpuTime, and a gauge that is called a count. */
  private static final String CPU_NANOSECONDS = "process.cpu.time";
  private static final String CPU_COUNT = "system.cpu.count";

  private final AtomicReference<State> state = new AtomicReference<>(State.UNBOUND);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /** Registers the series; does nothing the second time. */
  public void bindTo(MeterRegistry registry) {
    if (!state.compareAndSet(State.UNBOUND, State.BOUND)) {
      return;
    }
    registry.config().meterFilter(MeterFilter.denyNameStartsWith(CPU_NANOSECONDS));
    registry.config().meterFilter(MeterFilter.denyNameStartsWith(CPU_COUNT));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ResidentMemory().bindTo(registry);
    new CpuTime().bindTo(registry);
    garbageCollection.bindTo(registry);
  }

  /** Takes the listeners off the JVM's collectors. */
  @Override
  public void close() {
    if (state.getAndSet(State.CLOSED) == State.BOUND) {
      garbageCollection.close();
    }
  }

  private enum State {
    UNBOUND,
    BOUND,
    CLOSED
  }
}
