package io.latentmesh.serving;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines of one logger while this is open. */
final class LogCapture implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  LogCapture(String logger) {
    this.logger = (Logger) LoggerFactory.getLogger(logger);
    events.start();
    this.logger.addAppender(events);
  }

  List<String> lines() {
    return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  List<ILoggingEvent> events() {
    return List.copyOf(events.list);
  }

  @Override
  public void close() {
    logger.detachAppender(events);
  }
}
