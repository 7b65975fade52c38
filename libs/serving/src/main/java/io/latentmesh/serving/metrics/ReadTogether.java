package io.latentmesh.serving.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Series whose values are taken at one moment. Micrometer reads its meters one after the other, so
 * a sum over several of them need not hold on any page; over these it holds on every one.
 */
public final class ReadTogether implements MultiCollector {
  private final Map<String, String> commonLabels;
  private final Supplier<List<Reading>> readings;

  /**
   * @param readings taken once per scrape; always the same series
   */
  public ReadTogether(Map<String, String> commonLabels, Supplier<List<Reading>> readings) {
    this.commonLabels = Map.copyOf(commonLabels);
    this.readings = readings;
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, List<Reading>> byName = byName(readings.get());
    return new MetricSnapshots(byName.values().stream().map(this::snapshot).toList());
  }

  private static Map<String, List<Reading>> byName(List<Reading> readings) {
    return readings.stream()
        .collect(Collectors.groupingBy(Reading::name, LinkedHashMap::new, Collectors.toList()));
  }

  private MetricSnapshot snapshot(List<Reading> family) {
    return switch (family.getFirst().kind()) {
      case COUNTER -> counter(family);
      case GAUGE -> gauge(family);
    };
  }

  private MetricSnapshot counter(List<Reading> family) {
    var counter =
        CounterSnapshot.builder().name(family.getFirst().name()).help(family.getFirst().help());
    for (Reading reading : family) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder()
              .value(reading.value())
              .labels(labels(reading))
              .build());
    }
    return counter.build();
  }

  private MetricSnapshot gauge(List<Reading> family) {
    var gauge =
        GaugeSnapshot.builder().name(family.getFirst().name()).help(family.getFirst().help());
    for (Reading reading : family) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder().value(reading.value()).labels(labels(reading)).build());
    }
    return gauge.build();
  }

  private Labels labels(Reading reading) {
    Map<String, String> all = new TreeMap<>(commonLabels);
    all.putAll(reading.labels());
    String[] namesAndValues =
        all.entrySet().stream()
            .flatMap(label -> Stream.of(label.getKey(), label.getValue()))
            .toArray(String[]::new);
    return Labels.of(namesAndValues);
  }
}
