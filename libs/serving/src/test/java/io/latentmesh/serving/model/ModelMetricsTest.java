package io.latentmesh.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.serving.Metrics;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelMetricsTest {
  @Test
  void scrape_stillLoading_showsAModelThatIsNotReady() {
    try (Metrics metrics = Metrics.create("test-svc")) {
      var _ = new ModelMetrics(metrics.registry());

      assertThat(metrics.scrape())
          .contains("latentmesh_model_ready{application=\"test-svc\"} 0.0")
          .contains("latentmesh_model_load_seconds{application=\"test-svc\"} 0.0")
          .doesNotContain("latentmesh_model_info");
    }
  }

  @Test
  void scrape_nobodyHoldsTheMetrics_goesOnShowingThem() {
    try (Metrics metrics = Metrics.create("test-svc")) {
      new ModelMetrics(metrics.registry()).ready(Tags.of("model", "demo"), Duration.ofMillis(1500));
      System.gc();

      assertThat(metrics.scrape())
          .contains("latentmesh_model_ready{application=\"test-svc\"} 1.0")
          .contains("latentmesh_model_load_seconds{application=\"test-svc\"} 1.5")
          .contains("latentmesh_model_info{application=\"test-svc\",model=\"demo\"} 1");
    }
  }
}
