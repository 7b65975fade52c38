package io.latentmesh.orchestrator.admission;

import static io.latentmesh.orchestrator.admission.Works.SECOND;
import static io.latentmesh.orchestrator.admission.Works.place;
import static io.latentmesh.orchestrator.admission.Works.withCost;
import static io.latentmesh.orchestrator.admission.Works.withDeadline;
import static io.latentmesh.orchestrator.stage.Priority.BATCH;
import static io.latentmesh.orchestrator.stage.Priority.INTERACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.admission.Situation.Running;
import io.latentmesh.orchestrator.admission.Situation.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows take a second, full batches have two rows; everybody has ten evaluations left. Now is 0. */
class PaceTest {
  private static final Cost COST = new Cost(1, 10, new Cost.RowTime(SECOND, SECOND, 2), 0, 0);
  private static final Place NEXT = withCost(place(9, BATCH, 0), COST);

  @Test
  void batches_thatAreNotFull_areFilledWhateverTheDeadlines() {
    assertThat(allows(NEXT, List.of(running(place(1, BATCH, 0), 11)))).isTrue();
  }

  @Test
  void thirdRow_waitsWhileARunningRequestNeedsShorterRounds() {
    var others = List.of(running(place(1, BATCH, 0), 29), running(place(2, BATCH, 0), 100));
    assertThat(allows(NEXT, others)).isFalse();
  }

  @Test
  void thirdRow_mayBegin_whenAllAreInTimeStill() {
    var others = List.of(running(place(1, BATCH, 0), 32), running(place(2, BATCH, 0), 100));
    assertThat(allows(NEXT, others)).isTrue();
  }

  @Test
  void request_thatWouldBeLateAnyway_isNotWaitedFor() {
    var others = List.of(running(place(1, BATCH, 0), 21), running(place(2, BATCH, 0), 100));
    assertThat(allows(NEXT, others)).isTrue();
  }

  @Test
  void higherPriority_waitsForNobodyBelow() {
    var others = List.of(running(place(1, BATCH, 0), 29), running(place(2, BATCH, 0), 100));
    Place urgent = withCost(place(9, INTERACTIVE, 0), COST);
    assertThat(allows(urgent, others)).isTrue();
  }

  private static boolean allows(Place next, List<Running> running) {
    var pace = new Pace(0, new Tier(1, 1, 0), running.size() * (double) SECOND);
    return pace.allows(next, running, Running::evaluationsLeft);
  }

  private static Running running(Place place, double deadlineSeconds) {
    return new Running(withDeadline(withCost(place, COST), deadlineSeconds), 1, 10);
  }
}
