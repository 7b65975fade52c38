package io.latentmesh.unet.engine;

import static io.latentmesh.unet.engine.Situation.MILLI;
import static io.latentmesh.unet.engine.Situation.image;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules, one by one. Millisecond clock; see {@link Situation} for what is not said. */
class FairPolicyTest {
  /** A forward costs the same whatever its rows. */
  private static final long[] FLAT = {10, 10, 10, 10, 10, 10, 10, 10};

  /** Each row costs the same. */
  private static final long[] STRAIGHT = {10, 20, 30, 40, 50, 60, 70, 80};

  /** One row at a time. */
  private static final long[] ONE = {10};

  private final Situation situation = new Situation();

  @Test
  void choose_nothingWaits_choosesNothingAndHoldsNothing() {
    assertThat(situation.choice()).isEqualTo(new Choice(List.of(), Shares.none()));
  }

  // 1. classes

  @Test
  void choose_twoClasses_runsTheHigherThoughItCameLater() {
    situation.curve(ONE).waits(image().at(Urgency.BATCH).steps(10));
    Row urgent = situation.waits(image().steps(50));

    assertThat(situation.choice().rows()).containsExactly(urgent);
  }

  @Test
  void choose_companyOfALowerClassIsFree_takesItAlong() {
    Row lower = situation.curve(FLAT).waits(image().at(Urgency.BEST_EFFORT));
    Row urgent = situation.waits(image());

    assertThat(situation.choice().rows()).containsExactly(urgent, lower);
  }

  @Test
  void choose_companyOfALowerClassCosts_leavesItBehind() {
    situation.curve(10, 12).waits(image().at(Urgency.BEST_EFFORT));
    Row urgent = situation.waits(image());

    assertThat(situation.choice().rows()).containsExactly(urgent);
  }

  @Test
  void choose_someOfTheHigherClassDoNotFit_takesNoneOfALowerOne() {
    situation.curve(FLAT).cap(3);
    List<Row> first = situation.waits(image(), 2);
    situation.waits(image(), 2);
    situation.waits(image().at(Urgency.BATCH));

    assertThat(situation.choice().rows()).isEqualTo(first);
  }

  // 2. kinds

  @Test
  void choose_twoKinds_givesThemEqualDeviceTime() {
    LatentShape wide = Rows.WIDE;
    situation.curve(ONE).curve(wide, 40);
    Map<Row.Kind, Integer> forwards = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      situation.waits(image());
      situation.waits(image().sized(wide));
      forwards.merge(situation.run().getFirst().kind(), 1, Integer::sum);
    }

    assertThat(forwards.get(Situation.kind(Rows.SMALL))).isEqualTo(40);
    assertThat(forwards.get(Situation.kind(wide))).isEqualTo(10);
  }

  @Test
  void choose_twoKinds_neverMixesThem() {
    situation.curve(FLAT).curve(Rows.WIDE, FLAT);
    situation.waits(image());
    situation.waits(image().sized(Rows.WIDE));
    situation.waits(image());

    assertThat(situation.choice().rows())
        .hasSize(2)
        .extracting(Row::kind)
        .containsOnly(Situation.kind(Rows.SMALL));
  }

  @Test
  void choose_kindsOfTenantsWithWeights_givesDeviceTimeByWeight() {
    situation.curve(ONE).curve(Rows.WIDE, ONE);
    int wide = 0;
    for (int i = 0; i < 40; i++) {
      situation.waits(image().of("light", 1));
      situation.waits(image().of("heavy", 3).sized(Rows.WIDE));
      wide += situation.run().getFirst().kind().equals(Situation.kind(Rows.WIDE)) ? 1 : 0;
    }

    assertThat(wide).isEqualTo(30);
  }

  // 3. tenants

  @Test
  void choose_oneTenantHasManyImages_equalWeightsGetEqualRowSteps() {
    assertThat(rowSteps(1, 40).get("a")).isBetween(19, 21);
  }

  @Test
  void choose_weightsOneToThree_getRowStepsOneToThree() {
    assertThat(rowSteps(3, 40).get("a")).isBetween(9, 11);
  }

  /** Row-steps by tenant when both always have rows waiting: "a" one image, "b" ten. */
  private Map<String, Integer> rowSteps(double weightOfB, int forwards) {
    situation.curve(ONE);
    Map<String, Integer> received = new HashMap<>();
    for (int i = 0; i < forwards; i++) {
      situation.waits(image().of("a", 1));
      for (int many = i == 0 ? 0 : 9; many < 10; many++) {
        situation.waits(image().of("b", weightOfB));
      }
      situation.run().forEach(row -> received.merge(row.claim().tenant(), 1, Integer::sum));
    }
    return received;
  }

  @Test
  void choose_twoFitAndOneTenantHasTwo_takesOneOfEach() {
    situation.curve(FLAT).cap(2);
    Row first = situation.waits(image().of("a", 1).steps(10));
    situation.waits(image().of("a", 1).steps(10));
    Row other = situation.waits(image().of("b", 1).steps(50));

    assertThat(situation.choice().rows()).containsExactly(first, other);
  }

  @Test
  void choose_tenantWasAway_earnsNothingByIt() {
    situation.curve(ONE);
    for (int i = 0; i < 30; i++) {
      situation.waits(image().of("busy", 1));
      situation.run();
    }
    Map<String, Integer> received = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      situation.waits(image().of("busy", 1));
      situation.waits(image().of("back", 1));
      situation.run().forEach(row -> received.merge(row.claim().tenant(), 1, Integer::sum));
    }

    assertThat(received.get("busy")).isBetween(9, 11);
  }

  @Test
  void choose_tenantsAreEven_theEarlierDeadlineDecides() {
    situation.curve(ONE).waits(image().of("a", 1).steps(50));
    Row shorter = situation.waits(image().of("b", 1).steps(10));

    assertThat(situation.choice().rows()).containsExactly(shorter);
  }

  // 4. deadlines

  @Test
  void choose_shortImageComesAfterALongOne_goesFirst() {
    situation.curve(ONE).now(100).waits(image().steps(50));
    Row shorter = situation.waits(image().steps(10).opened(100));

    assertThat(situation.choice().rows()).containsExactly(shorter);
  }

  @Test
  void choose_longImageHasWaitedLong_goesBeforeAShortOne() {
    Row longer = situation.curve(ONE).now(950).waits(image().steps(50).done(30));
    situation.waits(image().steps(20).opened(945));

    // due at 3 * 500 and at 945 + 3 * 200
    assertThat(situation.choice().rows()).containsExactly(longer);
  }

  @Test
  void choose_callersDeadlineIsEarlier_goesFirst() {
    situation.curve(ONE).waits(image().steps(10));
    Row hurried = situation.waits(image().steps(20).due(299));

    assertThat(situation.choice().rows()).containsExactly(hurried);
  }

  @Test
  void choose_callersDeadlineIsFarAway_isNotPutBackForIt() {
    Row patient = situation.curve(ONE).waits(image().steps(10).due(1_000_000));
    situation.waits(image().steps(20));

    assertThat(situation.choice().rows()).containsExactly(patient);
  }

  @Test
  void choose_oneCannotBeOnTime_goesAfterThoseWhoCan() {
    situation.curve(ONE).now(250).waits(image().steps(10));
    Row onTime = situation.waits(image().steps(50).opened(240));

    assertThat(situation.choice().rows()).containsExactly(onTime);
  }

  @Test
  void choose_ownDeadlineIsLostButNotTheCallers_countsAsOnTime() {
    situation.curve(ONE).now(250).waits(image().steps(50).opened(240));
    Row rescued = situation.waits(image().steps(10).due(400));

    assertThat(situation.choice().rows()).containsExactly(rescued);
  }

  @Test
  void choose_notAllCanBeOnTime_putsTheLongestBack() {
    situation.curve(ONE).now(1).waits(image().steps(20).due(225));
    Row first = situation.waits(image().steps(10).due(230));
    situation.waits(image().steps(10).due(240));

    assertThat(situation.choice().rows()).containsExactly(first);
  }

  @Test
  void choose_severalAreLate_runsTheSoonestDone() {
    situation.curve(ONE).now(5000).waits(image().steps(50));
    Row nearlyDone = situation.waits(image().steps(50).done(45).opened(1));

    assertThat(situation.choice().rows()).containsExactly(nearlyDone);
  }

  // guided images

  @Test
  void choose_twoRowsOfAnEvaluationDoNotFitWithOthers_keepsThemTogether() {
    situation.curve(FLAT).cap(3);
    List<Row> first = situation.waits(image().steps(10), 2);
    List<Row> second = situation.waits(image().steps(20), 2);

    assertThat(situation.run()).isEqualTo(first);
    assertThat(situation.run()).isEqualTo(second);
  }

  @Test
  void choose_evaluationIsLargerThanTheCap_runsInParts() {
    List<Row> rows = situation.curve(FLAT).cap(2).waits(image(), 3);

    assertThat(situation.run()).isEqualTo(rows.subList(0, 2));
    assertThat(situation.run()).isEqualTo(rows.subList(2, 3));
  }

  // no starvation

  @Test
  void choose_lowerClassHasWaitedTooLong_leadsOneForward() {
    situation.curve(ONE).now(2001);
    Row starving = situation.waits(image().at(Urgency.BEST_EFFORT), 1, 0).getFirst();
    Row urgent = situation.waits(image().opened(2000));

    assertThat(situation.run()).containsExactly(starving);
    situation.waits(image().at(Urgency.BEST_EFFORT), 1, 0);
    assertThat(situation.run()).containsExactly(urgent);
  }

  @Test
  void choose_lowerClassHasNotWaitedTooLongYet_waitsOn() {
    situation.curve(ONE).now(2000).waits(image().at(Urgency.BEST_EFFORT), 1, 0);
    Row urgent = situation.waits(image().opened(2000));

    assertThat(situation.choice().rows()).containsExactly(urgent);
  }

  @Test
  void choose_imageIsOldButItsEvaluationNew_doesNotStarve() {
    situation.curve(ONE).now(5000).waits(image().at(Urgency.BEST_EFFORT), 1, 4990);
    Row urgent = situation.waits(image().opened(5000));

    assertThat(situation.choice().rows()).containsExactly(urgent);
  }

  @Test
  void choose_severalStarve_helpsTheOneThatWaitedLongest() {
    situation.curve(ONE).now(5000);
    situation.waits(image().at(Urgency.BEST_EFFORT), 1, 100);
    Row longest = situation.waits(image().at(Urgency.BEST_EFFORT), 1, 0).getFirst();

    assertThat(situation.choice().rows()).containsExactly(longest);
  }

  @Test
  void choose_higherClassNeverEnds_everyRowRunsWithinTheBoundAndTakesATenth() {
    int starving = 5;
    situation.curve(ONE);
    for (int i = 0; i < starving; i++) {
      situation.waits(image().at(Urgency.BEST_EFFORT), 1, 0);
    }
    long bound = 10L * 20 * 10 + 10L * (starving + 1) * 10;
    int helped = 0;
    for (long now = 0; now <= bound; now += 10) {
      situation.now(now).waits(image().opened(now));
      helped += situation.run().getFirst().claim().priority() == Urgency.BEST_EFFORT ? 1 : 0;
    }

    assertThat(helped).isEqualTo(starving);
  }

  // rows on their way

  @Test
  void choose_anotherImageComesRightBackAndCompanyIsFree_isHeldForIt() {
    situation.curve(FLAT).turnaround(1).now(100).waits(image());
    situation.returns(image(), 1, 101);

    Choice choice = situation.choice();
    assertThat(choice.rows()).isEmpty();
    assertThat(choice.holdNanos()).isEqualTo(MILLI);
    assertThat(choice.shares()).isEqualTo(Shares.none());
  }

  @Test
  void choose_companyCosts_runsAtOnce() {
    Row here = situation.curve(STRAIGHT).turnaround(1).now(100).waits(image());
    situation.returns(image(), 1, 101);

    assertThat(situation.choice().rows()).containsExactly(here);
  }

  @Test
  void choose_theWayBackIsLong_runsAtOnce() {
    Row here = situation.curve(FLAT).turnaround(3).now(100).waits(image());
    situation.returns(image(), 1, 103);

    assertThat(situation.choice().rows()).containsExactly(here);
  }

  @Test
  void choose_neverToWait_runsAtOnce() {
    Row here = situation.curve(FLAT).turnaround(1).now(100).waits(image());
    situation.returns(image(), 1, 101);

    assertThat(situation.choice(new Tuning(3, 10, 0)).rows()).containsExactly(here);
  }

  @Test
  void choose_staysAwayTwiceAsLongAsUsual_isWaitedForNoLonger() {
    situation.curve(FLAT).turnaround(1);
    Row here = situation.waits(image());
    situation.returns(image(), 1, 100);

    assertThat(situation.now(100).choice().rows()).isEmpty();
    assertThat(situation.now(101).choice().rows()).containsExactly(here);
  }

  @Test
  void choose_imageOnItsWayIsPressed_isHeldForIt() {
    situation.curve(STRAIGHT).turnaround(1).now(1000);
    situation.waits(image().steps(50).opened(1000));
    situation.returns(image().steps(50).done(9).opened(600), 1, 1001);

    // 40 steps of 11 ms to go, due at 600 + 3 * 550
    assertThat(situation.choice().rows()).isNotEmpty();
    situation.returns(image().steps(50).done(9).opened(360), 1, 1001);
    assertThat(situation.choice().rows()).isEmpty();
  }

  @Test
  void choose_imageOnItsWayIsLateAnyhow_isNotHeldForIt() {
    Row here = situation.curve(STRAIGHT).turnaround(1).now(3000).waits(image().opened(3000));
    situation.returns(image().steps(50).done(9), 1, 3001);

    assertThat(situation.choice().rows()).containsExactly(here);
  }

  @Test
  void choose_tenantsRowsAreOnTheirWay_keepsItsShare() {
    situation.curve(ONE).shares(served("b", 5)).turnaround(4);
    situation.waits(image().of("b", 1));
    situation.returns(image().of("a", 1), 1, 4);
    Choice choice = situation.choice();

    assertThat(choice.rows()).hasSize(1);
    assertThat(choice.shares().tenants().received("a")).isZero();
    assertThat(choice.shares().tenants().received("b")).isEqualTo(6);
  }

  private static Shares served(String tenant, double rowSteps) {
    VirtualTime<String> tenants = VirtualTime.<String>start().charge(tenant, rowSteps);
    return new Shares(tenants, VirtualTime.start(), Long.MIN_VALUE);
  }
}
