package io.latentmesh.orchestrator.cache;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The series of the text cache. */
public final class TextCacheMeters {
  private final MeterRegistry registry;
  private final Counter hits;
  private final Counter misses;

  public TextCacheMeters(MeterRegistry registry) {
    this.registry = registry;
    this.hits = requests("hit");
    this.misses = requests("miss");
  }

  void watch(Cache<TextKey, ?> cache) {
    Gauge.builder("latentmesh.embedding.cache.bytes", cache, TextCacheMeters::bytes)
        .description("Memory that remembered texts take")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("latentmesh.embedding.cache.entries", cache, Cache::estimatedSize)
        .description("Texts that are remembered")
        .register(registry);
  }

  void looked(TextLookup lookup) {
    hits.increment(lookup.hits());
    misses.increment(lookup.misses());
  }

  void bypassed(int texts) {
    misses.increment(texts);
  }

  private Counter requests(String result) {
    return Counter.builder("latentmesh.embedding.cache.requests")
        .description("Texts that were asked for, by whether they had to be sent to the encoder")
        .tag("result", result)
        .register(registry);
  }

  private static double bytes(Cache<TextKey, ?> cache) {
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }
}
