package io.latentmesh.orchestrator.failover;

import static io.latentmesh.orchestrator.failover.ScriptedTier.replica;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SuspicionsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Suspicions suspicions = new Suspicions();

  @Test
  void suspect_isAvoidedForTwoSeconds() {
    suspicions.suspect(replica(1), 0);
    assertThat(suspicions.suspects(2 * SECOND - 1)).containsExactly(replica(1));
    assertThat(suspicions.suspects(2 * SECOND)).isEmpty();
  }

  @Test
  void suspicionConfirmed_lastsTwiceAsLong() {
    suspicions.suspect(replica(1), 0);
    suspicions.suspect(replica(1), 3 * SECOND);
    assertThat(suspicions.suspects(7 * SECOND - 1)).containsExactly(replica(1));
    assertThat(suspicions.suspects(7 * SECOND)).isEmpty();
  }

  @Test
  void suspicionOfManyAtOnce_countsOnce() {
    suspicions.suspect(replica(1), 0);
    suspicions.suspect(replica(1), 1);
    suspicions.suspect(replica(1), 2);
    assertThat(suspicions.suspects(2 * SECOND)).isEmpty();
  }

  @Test
  void anAnswer_clearsTheReplica() {
    suspicions.suspect(replica(1), 0);
    suspicions.clear(replica(1));
    assertThat(suspicions.suspects(1)).isEmpty();
  }
}
