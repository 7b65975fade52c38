package io.latentmesh.orchestrator.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryJobStoreTest extends JobStoreContract {
  private static final Duration KEEP = Duration.ofMinutes(10);
  private static final int PICTURE = 100_000;

  private final ManualClock time = new ManualClock();
  private final MemoryJobStore store =
      new MemoryJobStore(time, new Retention(KEEP, 3 * PICTURE + 50_000));

  @Override
  JobStore store(ManualClock clock) {
    return new MemoryJobStore(clock, new Retention(KEEP, 1 << 20));
  }

  @Test
  void bytes_areThoseOfThePayloadsAndALittleMore() {
    begin("a");
    assertThat(store.bytes()).isBetween((long) PICTURE, PICTURE + 10_000L);
  }

  @Test
  void bytes_ofSupersededEvents_areGivenBack() {
    begin("a");
    store.append("a", Drafts.event("0", "1"));
    long one = store.bytes();
    for (int i = 0; i < 1000; i++) {
      store.append("a", Drafts.event("0", "2"));
    }
    assertThat(store.bytes()).isEqualTo(one);
  }

  @Test
  void finishedJob_isKeptForTheTime_andNotLonger() {
    finish("a");
    time.advance(KEEP.minusMillis(1));
    store.sweep();
    assertThat(store.find("a")).isPresent();
    time.advance(Duration.ofMillis(1));
    store.sweep();
    assertThat(store.find("a")).isEmpty();
    assertThat(store.find(key("a"))).isEmpty();
  }

  @Test
  void everythingForgotten_takesNoMemory() {
    for (int i = 0; i < 10; i++) {
      finish("job" + i);
    }
    time.advance(KEEP);
    store.sweep();
    assertThat(store.bytes()).isZero();
    assertThat(store.size()).isZero();
  }

  @Test
  void memoryShort_oldestFinishedJobLosesItsEvents_andKeepsItsRecord() {
    for (String id : new String[] {"a", "b", "c", "d"}) {
      finish(id);
    }
    Page oldest = store.read("a", 1, 10).orElseThrow();
    assertThat(oldest.events()).isEmpty();
    assertThat(oldest.isIncompleteFrom(1)).isTrue();
    assertThat(oldest.isIncompleteFrom(2)).as("nothing is missing after the last").isFalse();
    assertThat(oldest.job().end()).isPresent();
    assertThat(store.read("b", 1, 10).orElseThrow().events()).hasSize(1);
  }

  @Test
  void jobWithoutItsEvents_hasLostItsKey() {
    for (String id : new String[] {"a", "b", "c", "d"}) {
      finish(id);
    }
    assertThat(store.find(key("a"))).isEmpty();
    assertThat(store.find(key("b"))).isPresent();
  }

  @Test
  void memoryShort_withManyRecords_forgetsTheOldest() {
    for (int i = 0; i < 500; i++) {
      finish("job" + i);
    }
    assertThat(store.bytes()).isLessThanOrEqualTo(3 * PICTURE + 50_000);
    assertThat(store.find("job0")).isEmpty();
    assertThat(store.find("job499")).isPresent();
  }

  @Test
  void runningJobs_keepEverything_whateverTheyTake() {
    for (String id : new String[] {"a", "b", "c", "d", "e"}) {
      begin(id);
    }
    finish("f");
    assertThat(store.read("a", 1, 10).orElseThrow().events()).hasSize(1);
    assertThat(store.find("f")).as("finished").isEmpty();
  }

  @Test
  void subscribedJob_keepsItsEvents_untilTheSubscriberHasGone() {
    begin("a");
    Subscription reader = store.subscribe("a", () -> {}).orElseThrow();
    store.end("a", Drafts.ok());
    for (String id : new String[] {"b", "c", "d", "e"}) {
      finish(id);
    }
    time.advance(KEEP);
    store.sweep();
    assertThat(store.read("a", 1, 10).orElseThrow().events()).hasSize(1);
    reader.close();
    store.sweep();
    assertThat(store.find("a")).isEmpty();
    assertThat(store.bytes()).isZero();
  }

  private void begin(String id) {
    store.create(new NewJob(id, key(id), "f"));
    store.append(id, Drafts.ofSize(PICTURE));
  }

  private void finish(String id) {
    begin(id);
    store.end(id, Drafts.ok());
  }

  private static RequestKey key(String id) {
    return new RequestKey("", "request-" + id);
  }
}
