package io.latentmesh.orchestrator.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link JobStore} must do. */
abstract class JobStoreContract {
  private static final RequestKey KEY = new RequestKey("tenant", "request");
  private static final RequestKey UNNAMED = new RequestKey("tenant", "");

  private final ManualClock clock = new ManualClock();
  private final JobStore store = store(clock);

  /** An empty store with room for everything here. */
  abstract JobStore store(ManualClock clock);

  @Test
  void create_ofAFreeKey_isCreated() {
    Creation creation = create("a", KEY);
    var expected = new JobRecord(job("a", KEY), clock.instant(), 0, Optional.empty());
    assertThat(creation).isEqualTo(new Creation.Created(expected));
    assertThat(store.find("a")).contains(expected);
    assertThat(store.find(KEY)).contains(expected);
  }

  @Test
  void create_ofAKeyWhoseJobRuns_namesThatJob() {
    create("a", KEY);
    assertThat(known(create("b", KEY))).isEqualTo("a");
    assertThat(store.find("b")).isEmpty();
  }

  @Test
  void create_ofAKeyWhoseJobSucceeded_namesThatJob() {
    create("a", KEY);
    store.end("a", Drafts.ok());
    assertThat(known(create("b", KEY))).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"FAILED", "DEADLINE", "CANCELLED"})
  void create_ofAKeyWhoseJobFailed_isCreated(Outcome outcome) {
    create("a", KEY);
    store.end("a", Drafts.failed(outcome));
    assertThat(create("b", KEY)).isInstanceOf(Creation.Created.class);
    assertThat(store.find("a")).as("still known by its id").isPresent();
  }

  @Test
  void create_ofAReleasedKey_isCreated_andTheOldJobDoesNotTakeItBack() {
    create("a", KEY);
    store.release("a");
    assertThat(create("b", KEY)).isInstanceOf(Creation.Created.class);
    store.end("a", Drafts.failed(Outcome.CANCELLED));
    store.release("a");
    assertThat(known(create("c", KEY))).isEqualTo("b");
  }

  @Test
  void create_withoutAKey_isAlwaysCreated() {
    create("a", UNNAMED);
    assertThat(create("b", UNNAMED)).isInstanceOf(Creation.Created.class);
    assertThat(store.find(UNNAMED)).isEmpty();
  }

  @Test
  void create_ofTheSameIdByAnotherTenant_isCreated() {
    create("a", KEY);
    assertThat(create("b", new RequestKey("other", "request")))
        .isInstanceOf(Creation.Created.class);
  }

  @Test
  void create_ofManyAtOnce_isCreatedOnce() throws InterruptedException {
    Set<String> owners = ConcurrentHashMap.newKeySet();
    var created = new AtomicInteger();
    var begin = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        String id = "job" + i;
        threads.execute(() -> {
          await(begin);
          switch (create(id, KEY)) {
            case Creation.Created(JobRecord job) -> {
              created.incrementAndGet();
              owners.add(job.id());
            }
            case Creation.Known(JobRecord job) -> owners.add(job.id());
          }
        });
      }
      begin.countDown();
    }
    assertThat(created).hasValue(1);
    assertThat(owners).hasSize(1);
  }

  @Test
  void append_numbersFromOneOn() {
    create("a", KEY);
    assertThat(LongStream.range(0, 3).map(i -> store.append("a", Drafts.event("x" + i))))
        .containsExactly(1L, 2L, 3L);
    assertThat(read("a", 1).job().lastSequence()).isEqualTo(3);
  }

  @Test
  void append_ofASlot_dropsItsLastEvent() {
    create("a", KEY);
    store.append("a", Drafts.event("begin"));
    store.append("a", Drafts.event("0", "old"));
    store.append("a", Drafts.event("1", "other"));
    store.append("a", Drafts.event("0", "new"));
    assertThat(Drafts.texts(read("a", 1).events())).containsExactly("begin", "other", "new");
    assertThat(read("a", 2).events()).extracting(JobEvent::sequence).containsExactly(3L, 4L);
    assertThat(read("a", 2).isIncompleteFrom(2)).as("superseded is not lost").isFalse();
  }

  @Test
  void append_toAnEndedJob_isRefused() {
    create("a", KEY);
    store.end("a", Drafts.ok());
    assertThatThrownBy(() -> store.append("a", Drafts.event("late")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.end("a", Drafts.ok())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void end_isKeptWithItsTime() {
    create("a", KEY);
    clock.advance(Duration.ofSeconds(5));
    store.end("a", Drafts.ok());
    assertThat(store.find("a").orElseThrow().end())
        .contains(new JobRecord.End(clock.instant(), Drafts.ok()));
  }

  @Test
  void read_givesAtMostTheLimit_fromTheNumberOn() {
    create("a", KEY);
    LongStream.rangeClosed(1, 5).forEach(i -> store.append("a", Drafts.event("x" + i)));
    assertThat(Drafts.texts(store.read("a", 2, 3).orElseThrow().events()))
        .containsExactly("x2", "x3", "x4");
    assertThat(store.read("a", 6, 3).orElseThrow().events()).isEmpty();
  }

  @Test
  void payload_readTwice_isWholeTwice() {
    create("a", KEY);
    store.append("a", Drafts.event("text"));
    JobEvent event = read("a", 1).events().getFirst();
    assertThat(List.of(Drafts.text(event), Drafts.text(event))).containsOnly("text");
  }

  @Test
  void subscriber_hearsOfEventsAndTheEnd_untilItCloses() {
    create("a", KEY);
    var changes = new AtomicInteger();
    var subscription = store.subscribe("a", changes::incrementAndGet).orElseThrow();
    store.append("a", Drafts.event("x"));
    assertThat(changes).hasPositiveValue();
    int before = changes.get();
    store.end("a", Drafts.ok());
    assertThat(changes.get()).isGreaterThan(before);
    subscription.close();
    subscription.close();
    create("b", UNNAMED);
  }

  @Test
  void subscriber_thatClosed_hearsNoMore() {
    create("a", KEY);
    var changes = new AtomicInteger();
    store.subscribe("a", changes::incrementAndGet).orElseThrow().close();
    store.append("a", Drafts.event("x"));
    assertThat(changes).hasValue(0);
  }

  @Test
  void removed_isForgotten_andItsSubscribersAreTold() {
    create("a", KEY);
    var changes = new AtomicInteger();
    assertThat(store.subscribe("a", changes::incrementAndGet)).isPresent();
    store.remove("a");
    assertThat(changes).hasPositiveValue();
    assertThat(store.find("a")).isEmpty();
    assertThat(store.read("a", 1, 1)).isEmpty();
    assertThat(create("b", KEY)).isInstanceOf(Creation.Created.class);
  }

  @Test
  void unknownJob_isNowhere() {
    assertThat(store.find("x")).isEmpty();
    assertThat(store.read("x", 1, 1)).isEmpty();
    assertThat(store.subscribe("x", () -> {})).isEmpty();
  }

  private Creation create(String id, RequestKey key) {
    return store.create(job(id, key));
  }

  private Page read(String id, long from) {
    return store.read(id, from, Integer.MAX_VALUE).orElseThrow();
  }

  private static NewJob job(String id, RequestKey key) {
    return new NewJob(id, key, "fingerprint");
  }

  private static String known(Creation creation) {
    assertThat(creation).isInstanceOf(Creation.Known.class);
    return ((Creation.Known) creation).job().id();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
