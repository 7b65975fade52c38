package io.latentmesh.serving.identity;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a trace, as the header {@code traceparent} of W3C Trace Context (level 1, section 3.2)
 * names it.
 *
 * @param traceId 32 hexadecimal digits, not all 0
 * @param parentId of the caller's span: 16 hexadecimal digits, not all 0
 * @param flags two hexadecimal digits; the last bit says that the trace is recorded
 */
public record TraceParent(String traceId, String parentId, String flags) {
  private static final Pattern HEADER =
      Pattern.compile("00-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})");
  private static final String NOT_RECORDED = "00";

  /** Reads a header; empty if it is none of version 00, which is then to be ignored. */
  static Optional<TraceParent> parse(String header) {
    Matcher parts = HEADER.matcher(header);
    return parts.matches()
        ? Optional.of(new TraceParent(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  /**
   * A trace of its own, which nobody records.
   *
   * @param random any 64 bits at each call
   */
  static TraceParent begin(LongSupplier random) {
    return new TraceParent(hex(random) + hex(random), hex(random), NOT_RECORDED);
  }

  /** The same trace, seen from a call that this one makes. */
  TraceParent child(LongSupplier random) {
    return new TraceParent(traceId, hex(random), flags);
  }

  String header() {
    return "00-" + traceId + "-" + parentId + "-" + flags;
  }

  /** The last bit is set, so that no id is all 0. */
  private static String hex(LongSupplier random) {
    return "%016x".formatted(random.getAsLong() | 1);
  }
}
