package io.latentmesh.orchestrator.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latentmesh.orchestrator.prompt.PromptText;
import io.latentmesh.orchestrator.stage.ComponentIdentity;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.TextEncoder;
import io.latentmesh.orchestrator.stage.TextEncoderDescription;
import io.latentmesh.orchestrator.stage.TokenizedText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A text encoder that remembers what it encoded, in bounded memory. The empty negative prompt of
 * nearly every guided request costs nothing after the first one.
 *
 * <p>Thread-safe. A hit is the very object that the stage answered, so pictures do not change by a
 * bit. Texts that somebody else is already encoding are waited for, not sent again; when that call
 * fails or is cancelled, whoever waited sends them itself.
 */
public final class CachingTextEncoder implements TextEncoder {
  /*
   * Design note. Encoding is deterministic for given weights, so an entry is right as long as its
   * key names the weights. A call says only the model's name; the weights behind it are those that
   * the stage described last (the orchestrator asks every few seconds, and before it plans its
   * first request). Between a replacement of the model and the next description an answer of the
   * new weights may be filed under the old ones: so when the description changes everything is
   * dropped, and the old weights, should they come back, begin with nothing. Calls in flight
   * across that moment are dropped too: Caffeine forgets a removed entry whose load still runs.
   */
  private final TextEncoder stage;
  private final AsyncCache<TextKey, Conditioning> cache;
  private final TextCacheMeters meters;
  private final ConcurrentMap<String, ComponentIdentity> described = new ConcurrentHashMap<>();

  /**
   * @param maxBytes that all entries together may take, above 0
   */
  public CachingTextEncoder(TextEncoder stage, long maxBytes, TextCacheMeters meters) {
    this.stage = stage;
    this.meters = meters;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(TextKey::bytes)
            // Its upkeep is microseconds, and so happens when the caller expects it.
            .executor(Runnable::run)
            .buildAsync();
    meters.watch(cache.synchronous());
  }

  @Override
  public List<Conditioning> encode(String model, List<Input> texts) {
    ComponentIdentity identity = described.get(model);
    if (identity == null) {
      meters.bypassed(texts.size());
      return stage.encode(model, texts);
    }
    String sha256 = identity.sha256();
    List<TextKey> keys = texts.stream().map(text -> new TextKey(model, sha256, text)).toList();
    var lookup = new TextLookup(cache, stage, keys);
    try {
      Map<TextKey, Conditioning> found = lookup.run();
      return keys.stream().map(found::get).toList();
    } finally {
      meters.looked(lookup);
    }
  }

  /** Not remembered: people look at a prompt once. */
  @Override
  public TokenizedText tokenize(String model, PromptText text) {
    return stage.tokenize(model, text);
  }

  @Override
  public TextEncoderDescription describe(String model) {
    TextEncoderDescription description = stage.describe(model);
    ComponentIdentity now = description.identity();
    ComponentIdentity before = described.put(now.name(), now);
    if (before != null && !before.equals(now)) {
      cache.synchronous().invalidateAll();
    }
    return description;
  }
}
