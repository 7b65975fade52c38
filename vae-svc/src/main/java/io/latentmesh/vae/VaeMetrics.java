package io.latentmesh.vae;

import io.latentmesh.serving.model.ForwardMetrics;
import io.micrometer.core.instrument.MeterRegistry;

/** The series of both directions. */
record VaeMetrics(ForwardMetrics decode, ForwardMetrics encode) {
  static VaeMetrics of(MeterRegistry registry) {
    return new VaeMetrics(
        new ForwardMetrics(registry, "decode"), new ForwardMetrics(registry, "encode"));
  }
}
