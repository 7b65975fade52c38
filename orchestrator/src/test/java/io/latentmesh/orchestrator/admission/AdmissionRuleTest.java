package io.latentmesh.orchestrator.admission;

import static io.latentmesh.orchestrator.admission.Works.SECOND;
import static io.latentmesh.orchestrator.admission.Works.place;
import static io.latentmesh.orchestrator.admission.Works.withDeadline;
import static io.latentmesh.orchestrator.admission.Works.withOwner;
import static io.latentmesh.orchestrator.stage.Priority.BATCH;
import static io.latentmesh.orchestrator.stage.Priority.BEST_EFFORT;
import static io.latentmesh.orchestrator.stage.Priority.INTERACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.admission.Situation.Tier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** One row at a time, ten seconds each; three may wait, 30 s at most. Now is 100 s. */
class AdmissionRuleTest {
  private static final long NOW = 100;
  private final AdmissionRule rule = rule(1);

  @Test
  void request_onAnIdleMesh_isAdmitted() {
    assertThat(judge(place(9, BATCH, NOW))).isInstanceOf(Verdict.Admit.class);
  }

  @Test
  void fullQueue_ofEqualsAndBetters_refuses() {
    Verdict verdict =
        judge(
            place(9, BATCH, NOW),
            place(1, BATCH, NOW),
            place(2, INTERACTIVE, NOW),
            place(3, BATCH, NOW));
    assertRefused(verdict, ShedReason.QUEUE_FULL);
    assertThat(verdict.span().startNanos()).isEqualTo(130e9);
  }

  @Test
  void fullQueue_pushesOutTheLowestClass() {
    assertVictim(
        judge(
            place(9, INTERACTIVE, NOW),
            place(1, BATCH, NOW),
            place(2, BEST_EFFORT, NOW - 5),
            place(3, BATCH, NOW)),
        2);
  }

  @Test
  void fullQueue_pushesOutTheLastOfTheLowestClass() {
    assertVictim(
        judge(
            place(9, INTERACTIVE, NOW),
            place(1, BATCH, NOW - 3),
            place(2, BATCH, NOW - 1),
            place(3, BATCH, NOW - 2)),
        2);
  }

  @Test
  void fullQueue_promotedRequest_canStillBePushedOut() {
    assertVictim(
        judge(
            place(9, INTERACTIVE, NOW),
            place(1, BATCH, NOW - 25),
            place(2, INTERACTIVE, NOW),
            place(3, INTERACTIVE, NOW)),
        1);
  }

  @Test
  void predictedWait_aboveTheBound_isRefusedWithTheExcess() {
    var roomy = new AdmissionRule(Works.limits(10, Duration.ofSeconds(25)));
    Verdict verdict =
        roomy.judge(
            situation(place(1, BATCH, NOW), place(2, BATCH, NOW), place(3, BATCH, NOW)),
            place(9, BATCH, NOW));
    Verdict.Refuse refusal = assertRefused(verdict, ShedReason.QUEUE_FULL);
    assertThat(refusal.retryAfterNanos()).isEqualTo(5e9);
  }

  @Test
  void deadline_thatCannotBeMet_isRefused() {
    Verdict verdict = judge(withDeadline(place(9, BATCH, NOW), NOW + 9));
    assertThat(assertRefused(verdict, ShedReason.DEADLINE_UNREACHABLE).problem())
        .isEqualTo(
            "the deadline is in 9.00 s, predicted are 10.00 s, and 1.0 times that must be left");
  }

  @Test
  void deadline_thatCanJustBeMet_isAdmitted() {
    assertThat(judge(withDeadline(place(9, BATCH, NOW), NOW + 10)))
        .isInstanceOf(Verdict.Admit.class);
  }

  @Test
  void deadline_withoutTheMargin_isRefused() {
    Place newcomer = withDeadline(place(9, BATCH, NOW), NOW + 10.5);
    assertRefused(rule(1.2).judge(situation(), newcomer), ShedReason.DEADLINE_UNREACHABLE);
  }

  @Test
  void deadline_countsWhatGoesFirst() {
    Place newcomer = withDeadline(place(9, BATCH, NOW), NOW + 15);
    Place first = withDeadline(place(1, BATCH, NOW), NOW + 11);
    assertRefused(judge(newcomer, first), ShedReason.DEADLINE_UNREACHABLE);
  }

  @Test
  void newcomerDueEarlier_thatWouldMakeAnotherLate_isRefused() {
    Place admitted = withDeadline(place(1, BATCH, NOW), NOW + 15);
    Place newcomer = withDeadline(place(9, BATCH, NOW), NOW + 11);
    assertRefused(judge(newcomer, admitted), ShedReason.DEADLINE_UNREACHABLE);
  }

  @Test
  void newcomerOfHigherPriority_mayMakeOthersLate() {
    Place admitted = withDeadline(place(1, BATCH, NOW), NOW + 15);
    Place newcomer = withDeadline(place(9, INTERACTIVE, NOW), NOW + 11);
    assertThat(judge(newcomer, admitted)).isInstanceOf(Verdict.Admit.class);
  }

  @Test
  void tenantWithAllItMayHave_isRefused() {
    var limits = new TenantLimits(1, 10, 1);
    Place queued = withOwner(place(1, BATCH, NOW), "a", limits);
    Place newcomer = withOwner(place(9, BATCH, NOW), "a", limits);
    assertThat(assertRefused(judge(newcomer, queued), ShedReason.TENANT_LIMIT).problem())
        .isEqualTo("tenant \"a\" has 1 requests in the queue, its bound is 1");
  }

  @Test
  void otherTenant_isNotConcerned() {
    var limits = new TenantLimits(1, 10, 1);
    Place queued = withOwner(place(1, BATCH, NOW), "a", limits);
    Place newcomer = withOwner(place(9, BATCH, NOW), "b", limits);
    assertThat(judge(newcomer, queued)).isInstanceOf(Verdict.Admit.class);
  }

  private static AdmissionRule rule(double safety) {
    return new AdmissionRule(
        new AdmissionLimits(3, Duration.ofSeconds(30), 1, safety, Works.tenants(Map.of())));
  }

  private Verdict judge(Place newcomer, Place... waiting) {
    return rule.judge(situation(waiting), newcomer);
  }

  private Situation situation(Place... waiting) {
    List<Place> inOrder = Arrays.stream(waiting).sorted(rule.order().at(NOW * SECOND)).toList();
    return new Situation(NOW * SECOND, new Tier(1, 1, 1), 0, List.of(), inOrder);
  }

  private static void assertVictim(Verdict verdict, long id) {
    assertThat(verdict)
        .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Admit.class))
        .satisfies(admit -> assertThat(admit.victim().orElseThrow().id()).isEqualTo(id));
  }

  private static Verdict.Refuse assertRefused(Verdict verdict, ShedReason reason) {
    assertThat(verdict).isInstanceOf(Verdict.Refuse.class);
    var refusal = (Verdict.Refuse) verdict;
    assertThat(refusal.reason()).isEqualTo(reason);
    return refusal;
  }
}
