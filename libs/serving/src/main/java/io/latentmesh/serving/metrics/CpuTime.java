package io.latentmesh.serving.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.ManagementFactory;

/** {@code process_cpu_seconds_total}: processor time of all threads; its rate is processors. */
final class CpuTime implements MeterBinder {
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public void bindTo(MeterRegistry registry) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    FunctionCounter.builder(
            "process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS_PER_SECOND)
        .description("Processor time of the process")
        .baseUnit("seconds")
        .register(registry);
  }
}
