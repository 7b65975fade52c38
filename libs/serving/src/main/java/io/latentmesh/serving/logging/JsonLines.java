package io.latentmesh.serving.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.latentmesh.serving.identity.CallIds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A log event as one line of JSON: {@code time} (RFC 3339, UTC), {@code level}, {@code thread},
 * {@code logger}, {@code message}, in calls {@code trace_id}, {@code request_id} and {@code
 * job_id}, and {@code exception} with its stack. All values are strings.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return (line(event) + "\n").getBytes(UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  /** On the thread that logs: the ids are those of its call. */
  private static String line(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("time", event.getInstant().toString());
    fields.put("level", event.getLevel().toString());
    fields.put("thread", event.getThreadName());
    fields.put("logger", event.getLoggerName());
    fields.put("message", event.getFormattedMessage());
    CallIds.current().ifPresent(ids -> fields.putAll(LogIds.of(ids)));
    if (event.getThrowableProxy() != null) {
      fields.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return fields.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ":" + quoted(String.valueOf(field.getValue())))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** RFC 8259, section 7. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i), json);
    }
    return json.append('"').toString();
  }

  private static void append(char character, StringBuilder json) {
    switch (character) {
      case '"', '\\' -> json.append('\\').append(character);
      case '\n' -> json.append("\\n");
      case '\t' -> json.append("\\t");
      default -> {
        if (character < ' ' || Character.isSurrogate(character)) {
          json.append("\\u%04x".formatted((int) character));
        } else {
          json.append(character);
        }
      }
    }
  }
}
