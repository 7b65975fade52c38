package io.latentmesh.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories made by hand, each of which breaks one invariant. */
class InvariantCheckerTest {
  private static final Map<String, String> UNDISTURBED = Map.of("r1", "aa", "r2", "bb");
  private static final JobCounters BALANCED = new JobCounters(true, 5, 1, 1, 0, 1, 2);
  private static final JobCounters QUIET = new JobCounters(true, 1, 1, 0, 0, 0, 0);

  private final List<Event> history = new ArrayList<>();

  @Test
  void check_wholeGeneration_isRight() {
    whole(1, "r1", "job-1", "aa");
    whole(2, "r2", "job-2", "bb");
    history.add(new Event.FaultBegan(0, Fault.Kind.KILL, "unet-1"));
    history.add(new Event.Scraped(0, BALANCED));
    history.add(new Event.FaultEnded(0, "unet-1"));
    history.add(new Event.Rested(0, QUIET, 1, 0, 0));

    assertThat(check()).isEmpty();
  }

  @Test
  void check_refusedBeforeAcceptance_isRight() {
    history.add(new Event.Sent(0, 1, "r1"));
    history.add(new Event.Ended(0, 1, "RESOURCE_EXHAUSTED", ""));

    assertThat(check()).isEmpty();
  }

  @Test
  void check_noEnd_isFoundInItsEpisode() {
    history.add(new Event.EpisodeBegan(0, 7));
    history.add(new Event.Sent(0, 1, "r1"));
    history.add(new Event.EpisodeBegan(0, 8));

    assertThat(violation()).isEqualTo(new Violation(Invariant.ENDS_ONCE, 7, "call 1 never ended"));
  }

  @Test
  void check_twoEnds_isFound() {
    whole(1, "r1", "job-1", "aa");
    history.add(new Event.Ended(0, 1, "OK", ""));

    assertThat(violation().invariant()).isEqualTo(Invariant.ENDS_ONCE);
  }

  @Test
  void check_answerToNobody_isFound() {
    history.add(new Event.Ended(0, 9, "RESOURCE_EXHAUSTED", ""));

    assertThat(violation().invariant()).isEqualTo(Invariant.ENDS_ONCE);
  }

  @Test
  void check_okWithoutCompleted_isFound() {
    history.add(new Event.Sent(0, 1, "r1"));
    history.add(new Event.Accepted(0, 1, "job-1"));
    history.add(new Event.Drawn(0, 1, 0, "aa"));
    history.add(new Event.Ended(0, 1, "OK", ""));

    assertThat(violation().invariant()).isEqualTo(Invariant.ENDS_ONCE);
  }

  @Test
  void check_acceptedAndFailed_isLost() {
    history.add(new Event.Sent(0, 1, "r1"));
    history.add(new Event.Accepted(0, 1, "job-1"));
    history.add(new Event.Ended(0, 1, "UNAVAILABLE", "unet: gone"));

    assertThat(violation().invariant()).isEqualTo(Invariant.NOTHING_LOST);
    assertThat(violation().what()).contains("call 1", "UNAVAILABLE", "unet: gone");
  }

  @Test
  void check_refusedAfterAcceptance_isLost() {
    history.add(new Event.Sent(0, 1, "r1"));
    history.add(new Event.Accepted(0, 1, "job-1"));
    history.add(new Event.Ended(0, 1, "RESOURCE_EXHAUSTED", ""));

    assertThat(violation().invariant()).isEqualTo(Invariant.NOTHING_LOST);
  }

  @Test
  void check_failedBeforeAcceptance_isLost() {
    history.add(new Event.Sent(0, 1, "r1"));
    history.add(new Event.Ended(0, 1, "UNAVAILABLE", ""));

    assertThat(violation().invariant()).isEqualTo(Invariant.NOTHING_LOST);
  }

  @Test
  void check_okWithoutPicture_isLost() {
    history.add(new Event.Sent(0, 1, "r1"));
    history.add(new Event.Accepted(0, 1, "job-1"));
    history.add(new Event.Completed(0, 1));
    history.add(new Event.Ended(0, 1, "OK", ""));

    assertThat(violation().invariant()).isEqualTo(Invariant.NOTHING_LOST);
  }

  @Test
  void check_samePictureTwice_isDoubled() {
    history.add(new Event.Sent(0, 1, "r1"));
    history.add(new Event.Accepted(0, 1, "job-1"));
    history.add(new Event.Drawn(0, 1, 0, "aa"));
    history.add(new Event.Drawn(0, 1, 0, "aa"));
    history.add(new Event.Completed(0, 1));
    history.add(new Event.Ended(0, 1, "OK", ""));

    assertThat(violation().invariant()).isEqualTo(Invariant.NOTHING_DOUBLED);
  }

  @Test
  void check_oneJobForTwoCalls_isDoubled() {
    whole(1, "r1", "job-1", "aa");
    whole(2, "r1", "job-1", "aa");

    assertThat(violation().invariant()).isEqualTo(Invariant.NOTHING_DOUBLED);
  }

  @Test
  void check_moreGenerationsThanCalls_isDoubled() {
    history.add(new Event.Rested(0, new JobCounters(true, 2, 2, 0, 0, 0, 0), 1, 0, 0));

    assertThat(violation().invariant()).isEqualTo(Invariant.NOTHING_DOUBLED);
  }

  @Test
  void check_otherBytes_isFound() {
    whole(1, "r1", "job-1", "bb");

    assertThat(violation().invariant()).isEqualTo(Invariant.SAME_BYTES);
    assertThat(violation().what()).contains("call 1", "r1", "aa", "bb");
  }

  @Test
  void check_countersThatDoNotAddUp_isFound() {
    history.add(new Event.Scraped(0, new JobCounters(true, 5, 1, 1, 0, 1, 1)));

    assertThat(violation().invariant()).isEqualTo(Invariant.CONSERVATION);
  }

  @Test
  void check_noCounters_isFound() {
    history.add(new Event.Scraped(0, new JobCounters(false, 0, 0, 0, 0, 0, 0)));

    assertThat(violation().invariant()).isEqualTo(Invariant.CONSERVATION);
  }

  @Test
  void check_streamLeftOpen_isFound() {
    history.add(new Event.Rested(0, QUIET, 1, 1, 0));

    assertThat(violation().invariant()).isEqualTo(Invariant.RESTS);
  }

  @Test
  void check_rowLeftWaiting_isFound() {
    history.add(new Event.Rested(0, QUIET, 1, 0, 2));

    assertThat(violation().invariant()).isEqualTo(Invariant.RESTS);
  }

  @Test
  void check_generationLeftRunning_isFound() {
    history.add(new Event.Rested(0, new JobCounters(true, 2, 1, 0, 0, 0, 1), 1, 0, 0));

    assertThat(violation().invariant()).isEqualTo(Invariant.RESTS);
  }

  private Violation violation() {
    assertThat(check()).hasSize(1);
    return check().getFirst();
  }

  private List<Violation> check() {
    return InvariantChecker.check(history, UNDISTURBED);
  }

  private void whole(long call, String request, String job, String sha256) {
    history.add(new Event.Sent(0, call, request));
    history.add(new Event.Accepted(0, call, job));
    history.add(new Event.Drawn(0, call, 0, sha256));
    history.add(new Event.Completed(0, call));
    history.add(new Event.Ended(0, call, "OK", ""));
  }
}
