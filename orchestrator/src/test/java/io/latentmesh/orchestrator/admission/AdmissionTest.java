package io.latentmesh.orchestrator.admission;

import static io.latentmesh.orchestrator.admission.Works.work;
import static io.latentmesh.orchestrator.stage.Priority.BATCH;
import static io.latentmesh.orchestrator.stage.Priority.BEST_EFFORT;
import static io.latentmesh.orchestrator.stage.Priority.INTERACTIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status.Code;
import io.latentmesh.orchestrator.stage.Priority;
import io.latentmesh.serving.ServiceException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One row runs at a time, a second each; two requests may wait, a minute at most. */
class AdmissionTest {
  private static final TurnListener NOBODY = (position, remaining) -> {};

  private final AtomicLong clock = new AtomicLong(17);
  private final AtomicInteger replicas = new AtomicInteger(1);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Admission admission = admission(Map.of("small", new TenantLimits(2.5, 1, 1)));

  /** A thread that waits for its turn. */
  private record Waiter(
      Thread thread,
      CompletableFuture<String> told,
      CompletableFuture<Optional<RuntimeException>> outcome) {

    /** Returns when the ticket has been told that it waits. */
    static Waiter waiting(Ticket ticket) {
      var told = new CompletableFuture<String>();
      var outcome = new CompletableFuture<Optional<RuntimeException>>();
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  ticket.awaitTurn((position, remaining) ->
                      told.complete(position + " " + remaining.toSeconds()));
                  outcome.complete(Optional.empty());
                } catch (RuntimeException e) {
                  outcome.complete(Optional.of(e));
                }
              });
      told.join();
      return new Waiter(thread, told, outcome);
    }

    void assertTurn() {
      assertThat(outcome.join()).isEmpty();
    }

    ServiceException refusal() {
      return (ServiceException) outcome.join().orElseThrow();
    }
  }

  @Test
  void request_onAnIdleMesh_hasItsTurnAtOnce() {
    Ticket ticket = admission.admit(work(INTERACTIVE, 10));
    ticket.awaitTurn((position, remaining) -> assertThat(position).isNull());
    assertThat(admission.state().running().rowsInFlight()).isEqualTo(1);
  }

  @Test
  void request_behindARunningOne_isToldItsPlaceAndHasItsTurnWhenThatIsClosed() {
    Ticket first = running(10);
    Waiter waiter = Waiter.waiting(admission.admit(work(INTERACTIVE, 10)));
    assertThat(waiter.told().join()).isEqualTo("0 20");
    first.close();
    waiter.assertTurn();
  }

  @Test
  void evaluations_shortenTheWait() {
    Ticket first = running(10);
    for (int i = 0; i < 4; i++) {
      first.evaluated();
    }
    Waiter waiter = Waiter.waiting(admission.admit(work(INTERACTIVE, 10)));
    assertThat(waiter.told().join()).isEqualTo("0 16");
  }

  @Test
  void sampledImage_freesItsRowsBeforeItIsDecoded() {
    Ticket first = running(10);
    Waiter waiter = Waiter.waiting(admission.admit(work(INTERACTIVE, 10)));
    first.sampled();
    waiter.assertTurn();
    assertThat(admission.state().running()).isEqualTo(new QueueState.Running(2, 1, 1));
  }

  @Test
  void request_whoseTextsAreStillEncoded_keepsNobodyWaiting() {
    Ticket encoding = admission.admit(work(INTERACTIVE, 10));
    admission.admit(work(BATCH, 10)).awaitTurn(NOBODY);
    assertThat(admission.state().running().rowsInFlight()).isEqualTo(1);
    encoding.close();
  }

  @Test
  void newReplica_isUsedAtTheNextLook() {
    var twoBatches = new Admission(unbounded(), surroundings(), new SimpleMeterRegistry());
    twoBatches.admit(work(BATCH, 10)).awaitTurn(NOBODY);
    twoBatches.admit(work(BATCH, 10)).awaitTurn(NOBODY);
    Waiter waiter = Waiter.waiting(twoBatches.admit(work(BATCH, 10)));
    replicas.set(2);
    twoBatches.step();
    waiter.assertTurn();
  }

  @Test
  void fullQueue_refusesWithPredictionAndPushback() {
    running(10);
    admission.admit(work(INTERACTIVE, 10));
    admission.admit(work(INTERACTIVE, 10));
    ServiceException refusal = refusal(INTERACTIVE);
    assertThat(refusal.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.reason()).isEqualTo("QUEUE_FULL");
    assertThat(refusal.message())
        .isEqualTo(
            "queue: the queue holds 2 requests, which is its bound; it would start in 30.00 s and"
                + " take 10.00 s");
    assertThat(refusal.metadata())
        .containsEntry("predicted_start_ms", "30000")
        .containsEntry("predicted_duration_ms", "10000");
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(10));
  }

  @Test
  void urgentRequest_pushesOutTheLeastUrgentThatWaits() {
    running(10);
    Waiter victim = Waiter.waiting(admission.admit(work(BEST_EFFORT, 10)));
    Waiter other = Waiter.waiting(admission.admit(work(BATCH, 10)));
    Ticket urgent = admission.admit(work(INTERACTIVE, 10));
    assertThat(victim.refusal().reason()).isEqualTo("PRIORITY");
    assertThat(victim.refusal().retryAfter()).isPresent();
    assertThat(other.outcome()).isNotDone();
    assertThat(admission.state().queued().inAll()).isEqualTo(2);
    urgent.close();
  }

  @Test
  void runningRequest_isNeverPushedOut() {
    Ticket best = admission.admit(work(BEST_EFFORT, 10));
    best.awaitTurn(NOBODY);
    admission.admit(work(INTERACTIVE, 10));
    admission.admit(work(INTERACTIVE, 10));
    assertThat(refusal(INTERACTIVE).reason()).isEqualTo("QUEUE_FULL");
    assertThat(admission.state().running().requests()).isEqualTo(1);
  }

  @Test
  void request_thatWaitedTooLong_leavesTheQueue() {
    running(10);
    Waiter waiter = Waiter.waiting(admission.admit(work(BATCH, 10)));
    clock.addAndGet(61 * Works.SECOND);
    admission.step();
    assertThat(waiter.refusal().reason()).isEqualTo("QUEUE_FULL");
    assertThat(admission.state().queued().inAll()).isZero();
  }

  @Test
  void request_whoseDeadlineCannotBeMetAnyMore_leavesTheQueue() {
    running(10);
    Waiter waiter =
        Waiter.waiting(admission.admit(work("", BATCH, Optional.of(Duration.ofSeconds(25)), 10)));
    clock.addAndGet(16 * Works.SECOND);
    admission.step();
    assertThat(waiter.refusal().reason()).isEqualTo("DEADLINE_UNREACHABLE");
    assertThat(admission.state().queued().inAll()).isZero();
  }

  @Test
  void interrupt_whileWaiting_freesThePlace() {
    running(10);
    Waiter waiter = Waiter.waiting(admission.admit(work(BATCH, 10)));
    waiter.thread().interrupt();
    assertThat(waiter.outcome().join().orElseThrow()).isInstanceOf(CancellationException.class);
    assertThat(admission.state().queued().inAll()).isZero();
  }

  @Test
  void close_beforeTheTurn_freesThePlaceAndEndsTheWait() {
    running(10);
    Ticket ticket = admission.admit(work(BATCH, 10));
    Waiter waiter = Waiter.waiting(ticket);
    ticket.close();
    assertThat(waiter.outcome().join().orElseThrow()).isInstanceOf(CancellationException.class);
    assertThat(admission.state().queued().inAll()).isZero();
  }

  @Test
  void close_twice_freesOnce() {
    Ticket first = running(10);
    Waiter waiter = Waiter.waiting(admission.admit(work(BATCH, 10)));
    first.close();
    first.close();
    waiter.assertTurn();
    assertThat(admission.state().running()).isEqualTo(new QueueState.Running(1, 1, 0));
  }

  @Test
  void tenant_atItsLimit_waitsWhileOthersBegin() {
    var admission =
        new Admission(
            new AdmissionLimits(
                10,
                Duration.ofMinutes(1),
                4,
                1,
                Works.tenants(Map.of("small", new TenantLimits(1, 1, 10)))),
            surroundings(),
            new SimpleMeterRegistry());
    Ticket first = admission.admit(work("small", BATCH, Optional.empty(), 10));
    first.awaitTurn(NOBODY);
    Waiter second = Waiter.waiting(admission.admit(work("small", BATCH, Optional.empty(), 10)));
    admission.admit(work(BATCH, 10)).awaitTurn(NOBODY);
    assertThat(second.outcome()).isNotDone();
    first.close();
    second.assertTurn();
  }

  @Test
  void tenant_withMoreThanItMayHaveInTheQueue_isRefusedAndToldTheBound() {
    running(10);
    admission.admit(work("small", BATCH, Optional.empty(), 10));
    var refusal =
        catchThrowableOfType(
            ServiceException.class,
            () -> admission.admit(work("small", BATCH, Optional.empty(), 10)));
    assertThat(refusal.reason()).isEqualTo("TENANT_LIMIT");
    assertThat(refusal.metadata())
        .containsEntry("quota_subject", "tenant:small")
        .containsEntry("quota_metric", "requests_queued")
        .containsEntry("quota_limit", "1");
    assertThat(refusal.retryAfter()).isPresent();
  }

  @Test
  void tenants_thatAreDone_areForgotten() {
    for (int i = 0; i < 100; i++) {
      admission.admit(work("tenant" + i, BATCH, Optional.empty(), 1)).close();
    }
    assertThat(admission.state().queued().tenants()).isZero();
  }

  @Test
  void weight_isTheTenants() {
    assertThat(admission.admit(work("small", BATCH, Optional.empty(), 1)).weight()).isEqualTo(2.5);
    assertThat(admission.admit(work(BATCH, 1)).weight()).isEqualTo(1);
  }

  @Test
  void series_areThereFromTheStart() {
    for (Priority priority : Priority.values()) {
      assertThat(admitted(priority)).isZero();
    }
    for (ShedReason reason : ShedReason.values()) {
      assertThat(shed(reason, "arrival") + shed(reason, "queue")).isZero();
    }
    assertThat(gauge("latentmesh.admission.capacity.rows.per.second")).isZero();
  }

  @Test
  void series_sayWhatHappened() {
    running(10);
    admission.admit(work(BEST_EFFORT, 10));
    clock.addAndGet(5 * Works.SECOND);
    admission.admit(work(BATCH, 10));
    admission.admit(work(INTERACTIVE, 10));
    assertThatThrownBy(() -> admission.admit(work(BATCH, 10)));
    assertThat(admitted(BEST_EFFORT)).isEqualTo(1);
    assertThat(admitted(INTERACTIVE)).isEqualTo(2);
    assertThat(shed(ShedReason.PRIORITY, "queue")).isEqualTo(1);
    assertThat(shed(ShedReason.QUEUE_FULL, "arrival")).isEqualTo(1);
    assertThat(depth(BATCH)).isEqualTo(1);
    assertThat(depth(BEST_EFFORT)).isZero();
    assertThat(gauge("latentmesh.admission.rows.in.flight")).isEqualTo(1);
    assertThat(gauge("latentmesh.admission.capacity.rows.per.second")).isEqualTo(1);
    clock.addAndGet(2 * Works.SECOND);
    assertThat(gauge("latentmesh.admission.queue.oldest.age")).isEqualTo(2);
  }

  private Admission admission(Map<String, TenantLimits> tenants) {
    return new Admission(
        new AdmissionLimits(2, Duration.ofMinutes(1), 1, 1, Works.tenants(tenants)),
        surroundings(),
        registry);
  }

  private static AdmissionLimits unbounded() {
    return new AdmissionLimits(10, Duration.ofMinutes(1), 0, 1, Works.tenants(Map.of()));
  }

  private Admission.Surroundings surroundings() {
    return new Admission.Surroundings(new RowTimes(), replicas::get, clock::get);
  }

  private Ticket running(int evaluations) {
    Ticket ticket = admission.admit(work(INTERACTIVE, evaluations));
    ticket.awaitTurn(NOBODY);
    return ticket;
  }

  private ServiceException refusal(Priority priority) {
    return catchThrowableOfType(ServiceException.class, () -> admission.admit(work(priority, 10)));
  }

  private double admitted(Priority priority) {
    return registry
        .get("latentmesh.admitted")
        .tag("priority", priority.name().toLowerCase(Locale.ROOT))
        .counter()
        .count();
  }

  private double shed(ShedReason reason, String at) {
    return registry
        .get("latentmesh.shed")
        .tags("reason", reason.label(), "at", at)
        .counter()
        .count();
  }

  private double depth(Priority priority) {
    return registry
        .get("latentmesh.admission.queue.depth")
        .tag("priority", priority.name().toLowerCase(Locale.ROOT))
        .gauge()
        .value();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }
}
