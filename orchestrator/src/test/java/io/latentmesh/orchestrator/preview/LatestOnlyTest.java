package io.latentmesh.orchestrator.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LatestOnlyTest {
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();
  private final LatestOnly latest = new LatestOnly(threads::add);

  @Test
  void tasks_offeredWhileNoneRuns_leaveTheLatest() {
    latest.offer(() -> ran.add("a"));
    latest.offer(() -> ran.add("b"));
    latest.offer(() -> ran.add("c"));
    runThreads();
    assertThat(ran).containsExactly("c");
  }

  @Test
  void tasks_offeredWhileOneRuns_leaveTheLatestOfThem() {
    latest.offer(() -> {
      ran.add("a");
      latest.offer(() -> ran.add("b"));
      latest.offer(() -> ran.add("c"));
    });
    runThreads();
    assertThat(ran).containsExactly("a", "c");
  }

  @Test
  void tasks_whileOneThreadHasTheWork_askForNoOther() {
    latest.offer(() -> {});
    latest.offer(() -> {});
    assertThat(threads).hasSize(1);
  }

  @Test
  void task_afterTheThreadHasEnded_asksForAnother() {
    latest.offer(() -> ran.add("a"));
    runThreads();
    latest.offer(() -> ran.add("b"));
    runThreads();
    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void drop_takesBackTheTaskThatWaits() {
    latest.offer(() -> ran.add("a"));
    latest.drop();
    runThreads();
    assertThat(ran).isEmpty();
  }

  private void runThreads() {
    for (Runnable thread = threads.poll(); thread != null; thread = threads.poll()) {
      thread.run();
    }
  }
}
