package io.latentmesh.orchestrator.access;

import io.latentmesh.orchestrator.admission.Quota;
import io.latentmesh.orchestrator.stage.Priority;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One token of the file: {@code sha256=HEX name=NAME tenant=TENANT}, then perhaps {@code
 * priority=batch max-running=4 max-queued=16 images-per-minute=60}, in any order.
 *
 * @param name for logs and people
 * @param highest priority that it may ask for
 * @param imagesPerMinute empty = as many as the mesh draws
 */
record TokenLine(
    TokenHash hash,
    String name,
    String tenant,
    Priority highest,
    Quota quota,
    OptionalInt imagesPerMinute) {
  static final String SHA256 = "sha256";
  private static final String NAME = "name";
  private static final String TENANT = "tenant";
  private static final String PRIORITY = "priority";
  private static final String RUNNING = "max-running";
  private static final String QUEUED = "max-queued";
  private static final String RATE = "images-per-minute";
  private static final Set<String> FIELDS =
      Set.of(SHA256, NAME, TENANT, PRIORITY, RUNNING, QUEUED, RATE);
  private static final int MAX_LENGTH = 128;

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException naming the field, the bound and the value; never the hash
   */
  static TokenLine parse(String line) {
    Map<String, String> fields = fields(line);
    return new TokenLine(
        hash(required(fields, SHA256)),
        name(required(fields, NAME)),
        tenant(required(fields, TENANT)),
        Optional.ofNullable(fields.get(PRIORITY))
            .map(TokenLine::priority)
            .orElse(Priority.INTERACTIVE),
        new Quota(number(fields, RUNNING), number(fields, QUEUED)),
        number(fields, RATE));
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : line.strip().split("\\s+", -1)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? field : field.substring(0, equals);
      if (equals < 0 || !FIELDS.contains(key)) {
        throw new IllegalArgumentException(
            "must have fields sha256, name, tenant, priority, max-running, max-queued and"
                + " images-per-minute only, each with =VALUE, got one of "
                + key.length()
                + " characters that is none"); // It may be a token, pasted by mistake.
      }
      if (fields.put(key, field.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(key + ": must be there once");
      }
    }
    return fields;
  }

  private static String required(Map<String, String> fields, String key) {
    String value = fields.get(key);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(key + ": must be there");
    }
    return value;
  }

  private static TokenHash hash(String hex) {
    try {
      return new TokenHash(hex);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(SHA256 + ": " + e.getMessage(), e);
    }
  }

  private static String name(String name) {
    if (name.length() > MAX_LENGTH || !name.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "name: must be 1 to 128 letters, digits, dots, dashes or underscores, got " + name);
    }
    return name;
  }

  private static String tenant(String tenant) {
    if (tenant.length() > MAX_LENGTH || !tenant.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "tenant: must be 1 to 128 characters of printable ASCII without spaces, got " + tenant);
    }
    return tenant;
  }

  private static Priority priority(String text) {
    for (Priority priority : Priority.values()) {
      if (priority.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return priority;
      }
    }
    throw new IllegalArgumentException(
        "priority: must be interactive, batch or best-effort, got " + text);
  }

  private static OptionalInt number(Map<String, String> fields, String key) {
    String text = fields.get(key);
    if (text == null) {
      return OptionalInt.empty();
    }
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(key + ": must be from 1 to 999999999, got " + text);
    }
    return OptionalInt.of(Integer.parseInt(text));
  }
}
