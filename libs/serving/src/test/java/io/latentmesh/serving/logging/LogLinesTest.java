package io.latentmesh.serving.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What lines say of a call is tested with the four processes. */
class LogLinesTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void json_isOneLineThatReadsBack() {
    String message = "event=x path=\"C:\\a\"\ttab\nline \u0001 \ud83c\udfa8";
    String line = line("json", message, null);
    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    JsonObject read = JsonParser.parseString(line).getAsJsonObject();
    assertThat(read.get("message").getAsString()).isEqualTo(message);
    assertThat(read.get("level").getAsString()).isEqualTo("WARN");
    assertThat(read.get("logger").getAsString()).isEqualTo("io.latentmesh.Some");
    assertThat(read.get("time").getAsString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(read.keySet()).containsExactly("time", "level", "thread", "logger", "message");
  }

  @Test
  void json_ofAnException_hasItsStackInTheSameLine() {
    String line = line("JSON", "event=failed", new IllegalStateException("broken"));
    assertThat(line).containsOnlyOnce("\n");
    assertThat(JsonParser.parseString(line).getAsJsonObject().get("exception").getAsString())
        .startsWith("java.lang.IllegalStateException: broken")
        .contains("LogLinesTest.java");
  }

  @Test
  void text_isTheFormatOfEverythingElse() {
    for (String format : new String[] {"text", "xml"}) {
      assertThat(line(format, "event=x", null))
          .matches("\\S+ level=WARN thread=.+ logger=Some event=x\\R");
    }
    assertThat(line(null, "event=x", null)).contains(" logger=Some event=x");
  }

  private String line(@Nullable String format, String message, @Nullable RuntimeException failure) {
    var logger = context.getLogger("io.latentmesh.Some");
    var event = new LoggingEvent("here", logger, Level.WARN, message, failure, null);
    return new String(StderrLogging.encoder(context, format).encode(event), UTF_8);
  }
}
