package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.Violations;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.OnDisconnect;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcLeaseTest {
  private static final java.time.Duration LONGEST = java.time.Duration.ofMinutes(10);

  private final Violations violations = new Violations();
  private final GenerateRequest.Builder request = GenerateRequest.newBuilder();

  @Test
  void lease_ofACancelledOne_isNone() {
    assertThat(lease()).isEmpty();
    request.setOnDisconnect(OnDisconnect.ON_DISCONNECT_CANCEL);
    assertThat(lease()).isEmpty();
    assertThat(violations.isEmpty()).isTrue();
  }

  @Test
  void lease_notNamed_isTheLongest() {
    request.setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP);
    assertThat(lease()).contains(LONGEST);
  }

  @ParameterizedTest
  @CsvSource({"1,0", "600,0", "1,500000000"})
  void lease_inRange_isTaken(long seconds, int nanos) {
    request.setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP).setLease(duration(seconds, nanos));
    assertThat(lease()).contains(java.time.Duration.ofSeconds(seconds, nanos));
    assertThat(violations.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0,999999999",
    "600,1",
    "-1,0",
    "5,-1",
    "5,1000000000",
    "9223372036854775807,0",
    "-9223372036854775808,0"
  })
  void lease_outOfRangeOrMalformed_isRefused(long seconds, int nanos) {
    request.setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP).setLease(duration(seconds, nanos));
    assertThat(lease()).isPresent();
    assertThat(violations.found())
        .singleElement()
        .extracting(FieldViolation::description)
        .asString()
        .startsWith("must be from 1s to 600s, was " + seconds);
  }

  @Test
  void lease_withoutKeep_isRefused() {
    request.setLease(duration(5, 0));
    assertThat(lease()).isPresent();
    assertThat(violations.found()).extracting(FieldViolation::field).containsExactly("lease");
  }

  private Optional<java.time.Duration> lease() {
    return GrpcLease.of(request.build(), LONGEST, violations);
  }

  private static Duration duration(long seconds, int nanos) {
    return Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }
}
