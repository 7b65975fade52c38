package io.latentmesh.serving.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class StderrLoggingTest {
  @Test
  void level_named_isThatLevel() {
    assertThat(StderrLogging.level("debug")).isEqualTo(Level.DEBUG);
  }

  @Test
  void level_unset_isInfo() {
    assertThat(StderrLogging.level(null)).isEqualTo(Level.INFO);
  }

  @Test
  void level_unknown_isInfo() {
    assertThat(StderrLogging.level("loud")).isEqualTo(Level.INFO);
  }

  @Test
  void service_isFoundByLogback() {
    assertThat(ServiceLoader.load(Configurator.class))
        .hasAtLeastOneElementOfType(StderrLogging.class);
  }

  @Test
  void configure_xmlOnTheClassPath_leavesItToTheXml() {
    // This module's tests have a logback-test.xml.
    assertThat(new StderrLogging().configure(new LoggerContext()))
        .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
  }
}
