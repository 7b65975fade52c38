package io.latentmesh.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.serving.Metrics;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelMetricsTest {
  private static final LoadedModel<String> MODEL =
      new LoadedModel<>("network", Tags.of("model", "demo"), Duration.ofMillis(250), () -> {});
  private static final ModelOffer<String> OFFER = ModelOffer.resident("demo", 42, () -> MODEL);

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
      show(metrics);
      System.gc();

      assertThat(metrics.scrape())
          .contains("latentmesh_model_ready{application=\"test-svc\"} 1.0")
          .contains("latentmesh_model_load_seconds{application=\"test-svc\"} 1.5")
          .contains("latentmesh_model_warmup_seconds{application=\"test-svc\"} 0.25")
          .contains("latentmesh_model_memory_bytes{application=\"test-svc\",model=\"demo\"} 42.0")
          .contains("latentmesh_model_info{application=\"test-svc\",model=\"demo\"} 1");
    }
  }

  @Test
  void scrape_afterAnEviction_countsItAndShowsTheModelNoMore() {
    try (Metrics metrics = Metrics.create("test-svc")) {
      ModelMetrics models = show(metrics);
      models.evicted(OFFER, MODEL);

      assertThat(metrics.scrape())
          .contains("latentmesh_model_loads_total{application=\"test-svc\"} 1.0")
          .contains("latentmesh_model_evictions_total{application=\"test-svc\"} 1.0")
          .doesNotContain("latentmesh_model_memory_bytes")
          .doesNotContain("latentmesh_model_info");
    }
  }

  private static ModelMetrics show(Metrics metrics) {
    ModelMetrics models = new ModelMetrics(metrics.registry());
    models.loaded(OFFER, MODEL, Duration.ofMillis(1500));
    return models;
  }
}
