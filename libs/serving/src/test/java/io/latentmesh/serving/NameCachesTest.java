package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Security;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The properties are the JVM's, so each test puts them back. */
final class NameCachesTest {
  private static final String TTL = "networkaddress.cache.ttl";
  private static final String NEGATIVE_TTL = "networkaddress.cache.negative.ttl";

  private final String negativeBefore = String.valueOf(Security.getProperty(NEGATIVE_TTL));

  @BeforeEach
  void asTheJdkComes() {
    System.clearProperty(TTL);
    Security.setProperty(NEGATIVE_TTL, "10");
  }

  @AfterEach
  void restore() {
    System.clearProperty(TTL);
    Security.setProperty(NEGATIVE_TTL, negativeBefore);
  }

  @Test
  void answers_areKeptForTwoSecondsByJvmAndGrpc() {
    NameCaches.keepBriefly();
    assertThat(Security.getProperty(TTL)).isEqualTo("2");
    assertThat(Security.getProperty(NEGATIVE_TTL)).isEqualTo("2");
    assertThat(System.getProperty(TTL)).isEqualTo("2");
  }

  @Test
  void operatorsChoice_stays() {
    System.setProperty(TTL, "60");
    Security.setProperty(NEGATIVE_TTL, "0");
    NameCaches.keepBriefly();
    assertThat(System.getProperty(TTL)).isEqualTo("60");
    assertThat(Security.getProperty(NEGATIVE_TTL)).isEqualTo("0");
  }
}
