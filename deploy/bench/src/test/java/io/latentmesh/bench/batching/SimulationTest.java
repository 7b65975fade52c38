package io.latentmesh.bench.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.latentmesh.unet.engine.BatchCurve;
import io.latentmesh.unet.engine.Urgency;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final long MILLI = 1_000_000;

  /** 11 ms for each image's forward, whoever shares it. */
  private static final BatchCurve STRAIGHT = BatchCurve.of(11 * MILLI, 22 * MILLI);

  /** 11 ms for a forward, whatever its rows. */
  private static final BatchCurve FLAT = BatchCurve.of(11 * MILLI, 11 * MILLI);

  @Test
  void run_oneImage_takesItsUnloadedLatencyWithAnyPolicy() {
    Setting setting = new Setting(STRAIGHT, MILLI);
    for (Contender contender : List.of(Contender.ONE_AT_A_TIME, Contender.OURS)) {
      Outcome outcome = Simulation.run(setting, contender.policy(), images(1, 0));

      assertThat(outcome.slowdown(0.5)).isEqualTo(1);
      assertThat(outcome.seconds(0.5)).isEqualTo(50 * 0.012);
    }
  }

  @Test
  void run_twoImagesThatGainNothingByCompany_leaveTheDeviceIdleForLessThanAHundredth() {
    Outcome outcome = ours(STRAIGHT, images(2, 0));

    assertThat(outcome.idleShare()).isLessThan(0.01);
    assertThat(outcome.slowdowns()).allMatch(slowdown -> slowdown < 2);
  }

  @Test
  void run_twoImagesOutOfStepThatFitOneForward_shareItFromThenOn() {
    Outcome outcome = ours(FLAT, images(2, 3 * MILLI));

    assertThat(outcome.slowdowns()).allMatch(slowdown -> slowdown < 1.05);
  }

  @Test
  void run_oneAtATime_secondImageWaitsForTheFirst() {
    Outcome outcome =
        Simulation.run(
            new Setting(FLAT, MILLI), Contender.ONE_AT_A_TIME.policy(), images(2, MILLI));

    assertThat(outcome.slowdowns().get(0)).isEqualTo(1);
    assertThat(outcome.slowdowns().get(1)).isCloseTo(2, within(0.01));
  }

  @Test
  void run_staticWindowFindsFewRequests_waitsForFiveSeconds() {
    Outcome outcome =
        Simulation.run(
            new Setting(FLAT, MILLI), Contender.STATIC_WINDOW.policy(), images(2, 100 * MILLI));

    assertThat(outcome.seconds().get(0)).isCloseTo(5.6, within(0.02));
    assertThat(outcome.seconds().get(1)).isCloseTo(5.5, within(0.02));
  }

  @Test
  void run_moreComesThanGoes_isOverfull() {
    List<Request> requests = new Arrivals(1, 3000).at(1000);

    assertThat(ours(STRAIGHT, requests)).isEqualTo(Outcome.OVERFULL);
  }

  @Test
  void run_sameSeedTwice_isTheSame() {
    List<Request> requests = new Arrivals(5, 300).at(1.5);

    assertThat(ours(FLAT, requests)).isEqualTo(ours(FLAT, requests));
  }

  @Test
  void run_oursAtAMixedLoad_isBetterThanBothOthers() {
    BatchCurve curve = BatchCurve.of(10 * MILLI, 12 * MILLI, 15 * MILLI, 18 * MILLI);
    Setting setting = new Setting(curve, MILLI);
    List<Request> requests = new Arrivals(3, 1000).at(0.5 * setting.capacity());
    Outcome ours = Simulation.run(setting, Contender.OURS.policy(), requests);

    for (Contender other : List.of(Contender.ONE_AT_A_TIME, Contender.STATIC_WINDOW)) {
      Outcome theirs = Simulation.run(setting, other.policy(), requests);
      assertThat(ours.slowdown(0.5)).isLessThan(theirs.slowdown(0.5));
      assertThat(ours.slowdown(0.99)).isLessThan(theirs.slowdown(0.99));
    }
  }

  private static Outcome ours(BatchCurve curve, List<Request> requests) {
    return Simulation.run(new Setting(curve, MILLI), Contender.OURS.policy(), requests);
  }

  /** Unguided images of 50 steps. */
  private static List<Request> images(int count, long apartNanos) {
    List<Request> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(new Request(i * apartNanos, 50, 1, Urgency.INTERACTIVE));
    }
    return images;
  }
}
