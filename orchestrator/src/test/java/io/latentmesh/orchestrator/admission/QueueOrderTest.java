package io.latentmesh.orchestrator.admission;

import static io.latentmesh.orchestrator.admission.Works.SECOND;
import static io.latentmesh.orchestrator.admission.Works.place;
import static io.latentmesh.orchestrator.admission.Works.withDeadline;
import static io.latentmesh.orchestrator.admission.Works.withTag;
import static io.latentmesh.orchestrator.stage.Priority.BATCH;
import static io.latentmesh.orchestrator.stage.Priority.BEST_EFFORT;
import static io.latentmesh.orchestrator.stage.Priority.INTERACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The longest wait is 30 s. */
class QueueOrderTest {
  private final QueueOrder order = new QueueOrder(30 * SECOND);

  @Test
  void higherPriority_goesFirst_whoeverCameFirst() {
    assertFirst(5, place(2, INTERACTIVE, 4), place(1, BATCH, 0));
    assertFirst(5, place(2, BATCH, 4), place(1, BEST_EFFORT, 0));
  }

  @Test
  void higherPriority_goesFirst_whateverTheDeadline() {
    assertFirst(5, place(2, INTERACTIVE, 4), withDeadline(place(1, BATCH, 4), 6));
  }

  @Test
  void earlierDeadline_goesFirst_amongEquals() {
    assertFirst(5, withDeadline(place(2, BATCH, 4), 9), withDeadline(place(1, BATCH, 0), 10));
  }

  @Test
  void deadline_goesBeforeNone_whenItIsBeforeTheLongestWait() {
    assertFirst(5, withDeadline(place(2, BATCH, 4), 29), place(1, BATCH, 0));
    assertFirst(5, place(1, BATCH, 0), withDeadline(place(2, BATCH, 4), 300));
  }

  @Test
  void tenantThatHadLess_goesFirst_amongDeadlinesOfOneSecond() {
    Place much = withTag(withDeadline(place(1, BATCH, 0), 9.1), 7);
    Place little = withTag(withDeadline(place(2, BATCH, 0), 9.9), 3);
    assertFirst(5, little, much);
  }

  @Test
  void whoCameFirst_goesFirst_whenNothingElseTells() {
    assertFirst(5, place(1, BATCH, 0), place(2, BATCH, 0));
  }

  @Test
  void batch_afterAThirdOfTheLongestWait_goesBeforeNewInteractive() {
    assertFirst(9, place(2, INTERACTIVE, 9), place(1, BATCH, 0));
    assertFirst(10, place(1, BATCH, 0), place(2, INTERACTIVE, 9));
  }

  @Test
  void bestEffort_afterTwoThirdsOfTheLongestWait_goesBeforeNewInteractive() {
    assertFirst(19, place(2, INTERACTIVE, 19), place(1, BEST_EFFORT, 0));
    assertFirst(20, place(1, BEST_EFFORT, 0), place(2, INTERACTIVE, 19));
  }

  private void assertFirst(long nowSeconds, Place first, Place second) {
    assertThat(order.at(nowSeconds * SECOND).compare(first, second)).isNegative();
    assertThat(order.at(nowSeconds * SECOND).compare(second, first)).isPositive();
  }
}
