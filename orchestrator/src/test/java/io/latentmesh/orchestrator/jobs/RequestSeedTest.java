package io.latentmesh.orchestrator.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestSeedTest {
  /** {@code printf 'tenant\nrequest' | sha256sum | head -c 8}. */
  @Test
  void seed_isTheFirst32BitsOfSha256() {
    assertThat(RequestSeed.of(new RequestKey("tenant", "request"))).isEqualTo(0x592adc57L);
    assertThat(RequestSeed.of(new RequestKey("", "42"))).isEqualTo(0x7165c30fL);
  }

  @Test
  void seeds_ofManyIds_areSpread() {
    Set<Long> seeds =
        IntStream.range(0, 10_000)
            .mapToObj(i -> RequestSeed.of(new RequestKey("", "request-" + i)))
            .collect(Collectors.toSet());
    // A birthday among 2^32 meets about 0.01 times here.
    assertThat(seeds).hasSizeGreaterThan(9_998);
    assertThat(seeds).allMatch(seed -> seed >= 0 && seed < 1L << 32);
  }

  @Test
  void tenantAndId_doNotRunIntoEachOther() {
    assertThat(RequestSeed.of(new RequestKey("a", "bc")))
        .isNotEqualTo(RequestSeed.of(new RequestKey("ab", "c")));
  }
}
