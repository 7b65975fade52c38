package io.latentmesh.serving.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Logs to standard error, one event per line, at the level that the system property or environment
 * variable {@code LATENTMESH_LOG_LEVEL} names (INFO without one): as text, or as JSON when {@code
 * LATENTMESH_LOG_FORMAT} is {@code json}. Logback finds this class as a service.
 *
 * <p>It is code and not a {@code logback.xml} because reading XML is most of what Logback does at
 * start. An XML configuration wins all the same, from the system property {@code
 * logback.configurationFile} or as {@code logback-test.xml} or {@code logback.xml} on the class
 * path.
 */
public final class StderrLogging extends ContextAwareBase implements Configurator {
  static final String LEVEL = "LATENTMESH_LOG_LEVEL";
  static final String FORMAT = "LATENTMESH_LOG_FORMAT";

  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} level=%p thread=%t logger=%logger{0}%ids %m%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (hasXml()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level(System.getProperty(LEVEL, System.getenv(LEVEL))));
    root.addAppender(stderr(context));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** INFO for null and for names that Logback does not know. */
  static Level level(@Nullable String name) {
    return Level.toLevel(name, Level.INFO);
  }

  private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context) {
    Encoder<ILoggingEvent> encoder =
        encoder(context, System.getProperty(FORMAT, System.getenv(FORMAT)));
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  /** JSON for {@code json}, text for all else. */
  static Encoder<ILoggingEvent> encoder(LoggerContext context, @Nullable String format) {
    Encoder<ILoggingEvent> encoder =
        "json".equalsIgnoreCase(format) ? new JsonLines() : text(context);
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    PatternLayout layout = new PatternLayout();
    layout.getInstanceConverterMap().put(IdsConverter.WORD, IdsConverter::new);
    layout.setContext(context);
    layout.setPattern(PATTERN);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setLayout(layout);
    return encoder;
  }

  private static boolean hasXml() {
    ClassLoader classes = Objects.requireNonNull(StderrLogging.class.getClassLoader());
    return System.getProperty("logback.configurationFile") != null
        || classes.getResource("logback-test.xml") != null
        || classes.getResource("logback.xml") != null;
  }
}
