package io.latentmesh.serving.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.latentmesh.serving.identity.CallIds;
import java.util.stream.Collectors;

/** {@code %ids} in a pattern: the ids of the current call, each with a space before it. */
public final class IdsConverter extends ClassicConverter {
  /** The word in patterns. */
  static final String WORD = "ids";

  @Override
  public String convert(ILoggingEvent event) {
    return CallIds.current()
        .map(ids ->
            LogIds.of(ids).entrySet().stream()
                .map(id -> " " + id.getKey() + "=" + id.getValue())
                .collect(Collectors.joining()))
        .orElse("");
  }
}
