package io.latentmesh.networks.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * One JSON config with the rules of diffusers: a missing key means the class default, an explicit
 * null is a value of its own. Every getter refuses what it cannot return, by file and key.
 */
final class ConfigFile {
  /** Upper bound of every extent and count; keeps products of a few of them within a long. */
  static final int MAX_COUNT = 1_000_000;

  /** More channels than any latent has. */
  static final int MAX_ROW = 256;

  /** More blocks than any network has. */
  static final int MAX_BLOCKS = 16;

  private final Path file;
  private final String prefix; // of keys in messages, where this is an object within the file
  private final Map<String, Object> values;

  private ConfigFile(Path file, String prefix, Map<String, Object> values) {
    this.file = file;
    this.prefix = prefix;
    this.values = values;
  }

  static ConfigFile read(Path file) {
    return new ConfigFile(file, "", JsonFile.read(file));
  }

  /** A config that is no file of its own; {@code origin} is what errors name. */
  static ConfigFile parse(Path origin, String json) {
    return new ConfigFile(origin, "", JsonFile.parse(origin, json));
  }

  /** An object within the file. */
  ConfigFile object(String key) {
    if (!(values.get(key) instanceof Map<?, ?> object)) {
      throw unsupported(key, "an object");
    }
    Map<String, Object> inner = new LinkedHashMap<>();
    object.forEach((name, value) -> inner.put((String) name, value));
    return new ConfigFile(file, prefix + key + ".", inner);
  }

  /** Refuses every key but these. */
  void requireKeys(Set<String> known) {
    for (String key : keys()) {
      if (!known.contains(key)) {
        throw new ModelFolderException(
            file,
            "%s%s: must be one of %s, is unknown"
                .formatted(prefix, key, known.stream().sorted().toList()));
      }
    }
  }

  Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  boolean missing(String key) {
    return !values.containsKey(key);
  }

  /** Whether the key is given and not null. */
  boolean has(String key) {
    return !missing(key) && values.get(key) != JsonFile.Null.NULL;
  }

  /** The value as JSON gave it; null if it is missing. */
  @Nullable Object value(String key) {
    return values.get(key);
  }

  /** An integer of at least 1. */
  int count(String key, int fallback) {
    return missing(key) ? fallback : integer(key, 1, MAX_COUNT);
  }

  /** An integer of at least 0; null and missing mean the fallback. */
  int index(String key, int fallback) {
    return has(key) ? integer(key, 0, MAX_COUNT) : fallback;
  }

  /** An integer that must be given. */
  int integer(String key, int least, int most) {
    if (values.get(key) instanceof Long value && value >= least && value <= most) {
      return value.intValue();
    }
    throw unsupported(key, "an integer from " + least + " to " + most);
  }

  List<Integer> counts(String key, List<Integer> fallback) {
    if (missing(key)) {
      return fallback;
    }
    List<Long> counts = list(key, Long.class);
    if (!counts.stream().allMatch(count -> count >= 1 && count <= MAX_COUNT)) {
      throw unsupported(key, "a list of integers from 1 to " + MAX_COUNT);
    }
    return counts.stream().map(Long::intValue).toList();
  }

  /** One integer for all blocks, or a list with one per block. */
  List<Integer> countPerBlock(String key, int fallback, int blocks) {
    if (!(values.get(key) instanceof List<?>)) {
      return Collections.nCopies(blocks, count(key, fallback));
    }
    List<Integer> counts = counts(key, List.of());
    if (counts.size() != blocks) {
      throw unsupported(key, "one integer, or " + blocks + ": one per block");
    }
    return counts;
  }

  /** One integer, or a list that repeats one. */
  int sameCount(String key, int fallback) {
    if (!(values.get(key) instanceof List<?>)) {
      return count(key, fallback);
    }
    List<Integer> counts = counts(key, List.of());
    if (Set.copyOf(counts).size() != 1) {
      throw unsupported(key, "one integer, or a list of equal ones");
    }
    return counts.getFirst();
  }

  /** A finite number above 0. */
  double positive(String key, double fallback) {
    return number(key, fallback, value -> value > 0, "a number above 0");
  }

  double number(String key, double fallback, DoublePredicate holds, String rule) {
    if (missing(key)) {
      return fallback;
    }
    if (values.get(key) instanceof Number value
        && Double.isFinite(value.doubleValue())
        && holds.test(value.doubleValue())) {
      return value.doubleValue();
    }
    throw unsupported(key, rule);
  }

  /** A list of so many finite numbers. */
  List<Float> numbers(String key, int count) {
    String rule = "a list of %d finite numbers".formatted(count);
    if (values.get(key) instanceof List<?> list && list.size() == count) {
      return floats(list, key, rule);
    }
    throw unsupported(key, rule);
  }

  /** So many lists of finite numbers, all of one length. */
  List<List<Float>> numberRows(String key, int rows) {
    String rule = "%d lists of 1 to %d finite numbers, all of one length".formatted(rows, MAX_ROW);
    if (values.get(key) instanceof List<?> lists
        && lists.size() == rows
        && lists.getFirst() instanceof List<?> first
        && !first.isEmpty()
        && first.size() <= MAX_ROW
        && lists.stream().allMatch(row -> row instanceof List<?> l && l.size() == first.size())) {
      return lists.stream().map(row -> floats((List<?>) row, key, rule)).toList();
    }
    throw unsupported(key, rule);
  }

  private List<Float> floats(List<?> list, String key, String rule) {
    List<Float> floats = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof Number number) || !Float.isFinite(number.floatValue())) {
        throw unsupported(key, rule);
      }
      floats.add(number.floatValue());
    }
    return floats;
  }

  boolean flag(String key, boolean fallback) {
    if (missing(key)) {
      return fallback;
    }
    if (values.get(key) instanceof Boolean value) {
      return value;
    }
    throw unsupported(key, "true or false");
  }

  String text(String key, String fallback) {
    if (missing(key)) {
      return fallback;
    }
    if (values.get(key) instanceof String value && !value.isBlank()) {
      return value;
    }
    throw unsupported(key, "a text");
  }

  List<String> texts(String key, List<String> fallback) {
    return missing(key) ? fallback : list(key, String.class);
  }

  /** Refuses a value that is given and is none of those; JSON's null is {@link JsonFile.Null}. */
  void require(String key, Object... supported) {
    if (!missing(key) && !supports(value(key), supported)) {
      throw unsupported(key, rule(supported));
    }
  }

  /** As {@link #require}, for a value that may be given once or once per block. */
  void requireEach(String key, Object supported) {
    if (values.get(key) instanceof List<?> list) {
      if (!list.stream().allMatch(each -> supports(each, supported))) {
        throw unsupported(key, "a list of only " + supported);
      }
      return;
    }
    require(key, supported);
  }

  private static boolean supports(@Nullable Object value, Object... supported) {
    return Arrays.stream(supported).anyMatch(each -> equal(value, each));
  }

  /** 1 and 1.0 are the same number in JSON. */
  private static boolean equal(@Nullable Object value, Object supported) {
    if (value instanceof Number found && supported instanceof Number number) {
      return found.doubleValue() == number.doubleValue();
    }
    return supported.equals(value);
  }

  private static String rule(Object... supported) {
    return supported.length == 1
        ? shown(supported[0])
        : "one of " + Arrays.stream(supported).map(ConfigFile::shown).toList();
  }

  ModelFolderException unsupported(String key, String supported) {
    Object value = values.get(key);
    String found = value == null ? "missing" : shown(value);
    return new ModelFolderException(
        file, prefix + key + ": must be " + supported + ", was " + found);
  }

  private <T> List<T> list(String key, Class<T> type) {
    if (values.get(key) instanceof List<?> list
        && !list.isEmpty()
        && list.size() <= MAX_BLOCKS
        && list.stream().allMatch(type::isInstance)) {
      return list.stream().map(type::cast).toList();
    }
    String elements = type == Long.class ? "integers" : "texts";
    throw unsupported(key, "a list of 1 to " + MAX_BLOCKS + " " + elements);
  }

  private static String shown(Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : value.toString();
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }
}
