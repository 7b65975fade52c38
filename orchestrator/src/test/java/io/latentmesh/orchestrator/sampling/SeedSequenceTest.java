package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Values of numpy.random.SeedSequence(...).generate_state(...), numpy 2.4. */
class SeedSequenceTest {
  @Test
  void state_ofASeed_isNumpys() {
    assertThat(state(42, 24, 3)).containsExactly(387750627L, 2536650517L, 4078839648L);
    assertThat(state(42, 8, 3)).containsExactly(3148411915L, 2066703841L, 814058201L);
    assertThat(state(0, 24, 3)).containsExactly(4025752534L, 2687548107L, 2326983537L);
  }

  @Test
  void state_ofANode_isNumpys() {
    assertThat(state(42, 24, 4, 0, 0))
        .containsExactly(2102017995L, 2891809698L, 2144110403L, 379559146L);
    assertThat(state(42, 24, 4, 1, 1))
        .containsExactly(1058881542L, 1039740124L, 2218853409L, 2234354429L);
  }

  private static long[] state(long entropy, int poolSize, int count, long... key) {
    return Arrays.stream(SeedSequence.state(entropy, key, poolSize, count))
        .mapToLong(Integer::toUnsignedLong)
        .toArray();
  }
}
