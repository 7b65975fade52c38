package io.latentmesh.orchestrator.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A scheduler_config.json of diffusers as it was written. Which keys count, their defaults and what
 * they may hold depend on the sampler; {@link SamplingPlan#of} decides it.
 */
public final class SchedulerConfig {
  /** Python writes lambda_min_clipped as -Infinity. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, JsonNode> values; // unmodifiable; its nodes are never written

  private SchedulerConfig(Map<String, JsonNode> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Reads the JSON text.
   *
   * @throws SchedulerConfigException when it is not one JSON object
   */
  public static SchedulerConfig parse(String json) {
    JsonNode tree;
    try {
      tree = JSON.readTree(json);
    } catch (JsonProcessingException failure) {
      throw new SchedulerConfigException(
          "scheduler_config", "a JSON object", "unreadable: " + failure.getOriginalMessage());
    }
    if (!tree.isObject()) {
      throw new SchedulerConfigException("scheduler_config", "a JSON object", tree.getNodeType());
    }
    Map<String, JsonNode> values = new TreeMap<>();
    tree.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    // Present when a live configuration was dumped: keys that only repeat the old class's defaults.
    tree.path("_use_default_values").forEach(key -> values.remove(key.asText()));
    return new SchedulerConfig(values);
  }

  /** The value of {@code _class_name}, or the empty text. */
  String className() {
    return values.getOrDefault("_class_name", TextNode.valueOf("")).asText();
  }

  /** The keys that configure something: those that do not start with an underscore. */
  List<String> keys() {
    return values.keySet().stream().filter(key -> !key.startsWith("_")).toList();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The keys of {@code defaults}, with the values of this configuration where it has them. */
  SchedulerConfig over(SchedulerConfig defaults) {
    Map<String, JsonNode> merged = new TreeMap<>(defaults.values);
    merged.replaceAll(values::getOrDefault);
    return new SchedulerConfig(merged);
  }

  SchedulerConfig without(String... keys) {
    Map<String, JsonNode> rest = new TreeMap<>(values);
    List.of(keys).forEach(rest::remove);
    return new SchedulerConfig(rest);
  }

  SchedulerConfig with(String key, String value) {
    Map<String, JsonNode> changed = new TreeMap<>(values);
    changed.put(key, value.equals("true") ? BooleanNode.TRUE : TextNode.valueOf(value));
    return new SchedulerConfig(changed);
  }

  /** With every value of {@code other} in place of its own. */
  SchedulerConfig with(SchedulerConfig other) {
    Map<String, JsonNode> changed = new TreeMap<>(values);
    changed.putAll(other.values);
    return new SchedulerConfig(changed);
  }

  /** Whether it has every value of {@code other}. */
  boolean holds(SchedulerConfig other) {
    return values.entrySet().containsAll(other.values.entrySet());
  }

  /** A switch; null counts as false, as in Python. */
  boolean flag(String key) {
    JsonNode node = node(key);
    if (!node.isBoolean() && !node.isNull()) {
      throw mismatch(key, "true or false");
    }
    return node.booleanValue();
  }

  boolean says(String key, String word) {
    return node(key).asText().equals(word);
  }

  String text(String key) {
    return node(key).asText();
  }

  String word(String key, String... allowed) {
    JsonNode node = node(key);
    if (!node.isTextual() || !List.of(allowed).contains(node.textValue())) {
      throw mismatch(key, "one of " + String.join(", ", allowed));
    }
    return node.textValue();
  }

  /** A whole number from {@code min} to {@code max}. */
  int integer(String key, int min, int max) {
    JsonNode node = node(key);
    if (!node.canConvertToInt()
        || !node.isIntegralNumber()
        || node.intValue() < min
        || node.intValue() > max) {
      throw mismatch(key, "a whole number from %d to %d".formatted(min, max));
    }
    return node.intValue();
  }

  /** A number strictly between the bounds. */
  double between(String key, double above, double below) {
    JsonNode node = node(key);
    if (!node.isNumber() || !(node.doubleValue() > above && node.doubleValue() < below)) {
      throw mismatch(key, "a number above %s and below %s".formatted(above, below));
    }
    return node.doubleValue();
  }

  /** A number strictly between the bounds, or null, which is empty. */
  OptionalDouble optional(String key, double above, double below) {
    return node(key).isNull()
        ? OptionalDouble.empty()
        : OptionalDouble.of(between(key, above, below));
  }

  /** A whole number of 64 bits, or null, which is empty. */
  OptionalLong optionalLong(String key) {
    JsonNode node = node(key);
    if (!node.isNull() && !node.isIntegralNumber()) {
      throw mismatch(key, "a whole number or null");
    }
    return node.isNull() ? OptionalLong.empty() : OptionalLong.of(node.longValue());
  }

  /** A number, or infinity, which writers of strict JSON quote. */
  double number(String key) {
    JsonNode node = node(key);
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText()) {
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      default -> throw mismatch(key, "a number");
    };
  }

  /** A list of whole numbers from 0 up. */
  List<Integer> indices(String key) {
    List<Integer> indices = new ArrayList<>();
    JsonNode node = node(key);
    for (JsonNode element : node) {
      if (!element.isIntegralNumber() || element.intValue() < 0) {
        throw mismatch(key, "a list of whole numbers from 0 up");
      }
      indices.add(element.intValue());
    }
    if (!node.isArray()) {
      throw mismatch(key, "a list of whole numbers from 0 up");
    }
    return indices;
  }

  /** A list of numbers strictly between 0 and 1; null is the empty list. */
  List<Double> fractions(String key) {
    List<Double> fractions = new ArrayList<>();
    JsonNode node = node(key);
    for (JsonNode element : node) {
      fractions.add(element.isNumber() ? element.doubleValue() : Double.NaN);
    }
    boolean valid =
        node.isArray()
            && !fractions.isEmpty()
            && fractions.stream().allMatch(value -> value > 0 && value < 1);
    if (!valid && !node.isNull()) {
      throw mismatch(key, "null or a list of numbers above 0 and below 1");
    }
    return fractions;
  }

  /** Refuses a key that is understood at its default only. */
  void requireDefaults(SchedulerConfig defaults, String... keys) {
    for (String key : keys) {
      JsonNode required = defaults.node(key);
      boolean off = required.isBoolean() && !required.booleanValue() && node(key).isNull();
      // Writers of strict JSON quote the infinity that Python leaves bare.
      boolean same = required.isNumber() && required.asText().equals(node(key).asText());
      if (!off && !same && !node(key).equals(required)) {
        throw mismatch(key, required + " (nothing else is supported)");
      }
    }
  }

  SchedulerConfigException mismatch(String key, String allowed) {
    String found = node(key).toString();
    return new SchedulerConfigException(
        "scheduler_config." + key,
        allowed,
        found.length() > 80 ? found.substring(0, 80) + "..." : found);
  }

  private JsonNode node(String key) {
    JsonNode node = values.get(key);
    if (node == null) {
      throw new IllegalStateException("no default for " + key);
    }
    return node;
  }
}
