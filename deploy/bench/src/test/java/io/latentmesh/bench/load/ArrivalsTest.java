package io.latentmesh.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long SECOND = 1_000_000_000L;

  private static final List<Arrivals.Phase> PHASES =
      List.of(
          new Arrivals.Phase(10, Duration.ofSeconds(1000)),
          new Arrivals.Phase(40, Duration.ofSeconds(1000)));

  @Test
  void poisson_twoPhases_haveTheirRates() {
    List<Long> arrivals = Arrivals.poisson(PHASES, new Random(1));

    long first = arrivals.stream().filter(at -> at < 1000 * SECOND).count();
    assertThat(first / 1000.0).isCloseTo(10, within(0.5)); // 5 standard deviations
    assertThat((arrivals.size() - first) / 1000.0).isCloseTo(40, within(1.0));
  }

  @Test
  void poisson_gaps_areExponential() {
    List<Long> arrivals = Arrivals.poisson(PHASES.subList(0, 1), new Random(2));

    long longer = 0;
    for (int i = 1; i < arrivals.size(); i++) {
      longer += arrivals.get(i) - arrivals.get(i - 1) > SECOND / 10 ? 1 : 0;
    }
    assertThat(longer / (double) arrivals.size()).isCloseTo(Math.exp(-1), within(0.025));
  }

  @Test
  void poisson_arrivals_riseAndEndWithTheLastPhase() {
    List<Long> arrivals = Arrivals.poisson(PHASES, new Random(3));

    assertThat(arrivals).isSorted();
    assertThat(arrivals.getLast()).isLessThan(2000 * SECOND);
  }

  @Test
  void poisson_sameSeed_isTheSame() {
    assertThat(Arrivals.poisson(PHASES, new Random(4)))
        .isEqualTo(Arrivals.poisson(PHASES, new Random(4)));
  }
}
