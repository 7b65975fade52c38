package io.latentmesh.serving.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A registry that does something before each scrape, whoever asks for it. */
public final class PreparedRegistry extends PrometheusRegistry {
  private final Runnable preparation;

  public PreparedRegistry(Runnable preparation) {
    this.preparation = preparation;
  }

  @Override
  public MetricSnapshots scrape() {
    preparation.run();
    return super.scrape();
  }

  @Override
  public MetricSnapshots scrape(@Nullable PrometheusScrapeRequest request) {
    preparation.run();
    return super.scrape(request);
  }

  @Override
  public MetricSnapshots scrape(Predicate<String> names) {
    preparation.run();
    return super.scrape(names);
  }

  @Override
  public MetricSnapshots scrape(
      Predicate<String> names, @Nullable PrometheusScrapeRequest request) {
    preparation.run();
    return super.scrape(names, request);
  }
}
