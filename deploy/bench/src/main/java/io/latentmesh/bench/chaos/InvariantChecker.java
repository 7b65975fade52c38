package io.latentmesh.bench.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a history and says which invariants it breaks. Pure; used once, by one thread. */
public final class InvariantChecker {
  private static final String OK = "OK";
  private static final String REFUSED = "RESOURCE_EXHAUSTED";

  private final Map<String, String> undisturbed;
  private final Map<Long, CallRecord> calls = new LinkedHashMap<>();
  private final Set<String> jobs = new HashSet<>();
  private final List<Violation> violations = new ArrayList<>();
  private int episode;

  private InvariantChecker(Map<String, String> undisturbed) {
    this.undisturbed = Map.copyOf(undisturbed);
  }

  /**
   * All violations, in order.
   *
   * @param undisturbed the SHA-256 of each request's picture, by request
   */
  public static List<Violation> check(List<Event> history, Map<String, String> undisturbed) {
    var checker = new InvariantChecker(undisturbed);
    history.forEach(checker::read);
    checker.calls.values().forEach(checker::requireEnd);
    return List.copyOf(checker.violations);
  }

  private void read(Event event) {
    switch (event) {
      case Event.EpisodeBegan began -> episode = began.episode();
      case Event.Sent sent -> sent(sent);
      case Event.Accepted accepted -> accepted(accepted);
      case Event.Drawn drawn -> drawn(drawn);
      case Event.Completed completed -> call(completed.call()).completed++;
      case Event.Ended ended -> ended(ended);
      case Event.Scraped scraped -> conserved(scraped.jobs());
      case Event.Rested rested -> rested(rested);
      case Event.FaultBegan _, Event.FaultEnded _ -> {}
    }
  }

  private void sent(Event.Sent sent) {
    if (calls.put(sent.call(), new CallRecord(sent.call(), sent.request(), episode)) != null) {
      violate(Invariant.ENDS_ONCE, "call " + sent.call() + " was sent twice");
    }
  }

  private void accepted(Event.Accepted accepted) {
    call(accepted.call()).accepted++;
    if (!jobs.add(accepted.job())) {
      violate(Invariant.NOTHING_DOUBLED, "job " + accepted.job() + " was accepted twice");
    }
  }

  private void drawn(Event.Drawn drawn) {
    CallRecord call = call(drawn.call());
    if (call.images.put(drawn.image(), drawn.sha256()) != null) {
      violate(
          Invariant.NOTHING_DOUBLED,
          "image %d of call %d came twice".formatted(drawn.image(), drawn.call()));
    }
    String expected = undisturbed.get(call.request);
    if (!drawn.sha256().equals(expected)) {
      violate(
          Invariant.SAME_BYTES,
          "call %d, request %s: %s instead of %s"
              .formatted(drawn.call(), call.request, drawn.sha256(), expected));
    }
  }

  private void ended(Event.Ended ended) {
    CallRecord call = call(ended.call());
    call.ended++;
    if (call.ended > 1) {
      violate(Invariant.ENDS_ONCE, "call " + ended.call() + " ended twice");
      return;
    }
    boolean turnedAway = ended.status().equals(REFUSED) && call.accepted == 0;
    if (!ended.status().equals(OK) && !turnedAway) {
      violate(
          Invariant.NOTHING_LOST,
          "call %d ended with %s: %s".formatted(ended.call(), ended.status(), ended.message()));
    }
    if (ended.status().equals(OK)) {
      requireWhole(call);
    }
  }

  private void requireWhole(CallRecord call) {
    if (call.images.size() != 1) {
      violate(
          Invariant.NOTHING_LOST,
          "call %d ended OK with %d images instead of 1"
              .formatted(call.number, call.images.size()));
    }
    if (call.accepted != 1 || call.completed != 1) {
      violate(
          Invariant.ENDS_ONCE,
          "call %d ended OK, accepted %d times and completed %d times"
              .formatted(call.number, call.accepted, call.completed));
    }
  }

  private void requireEnd(CallRecord call) {
    if (call.ended == 0) {
      violations.add(
          new Violation(Invariant.ENDS_ONCE, call.episode, "call " + call.number + " never ended"));
    }
  }

  private void conserved(JobCounters counters) {
    if (!counters.present()) {
      violate(Invariant.CONSERVATION, "the orchestrator does not count its generations");
    } else if (counters.admitted() != counters.ended() + counters.inFlight()) {
      violate(Invariant.CONSERVATION, counters.toString());
    }
  }

  private void rested(Event.Rested rested) {
    conserved(rested.jobs());
    if (rested.jobs().inFlight() != 0 || rested.streams() != 0 || rested.rows() != 0) {
      violate(Invariant.RESTS, rested.toString());
    }
    if (rested.jobs().present() && rested.jobs().ok() != rested.calls()) {
      violate(
          Invariant.NOTHING_DOUBLED,
          "%d calls ended OK, %.0f generations did".formatted(rested.calls(), rested.jobs().ok()));
    }
  }

  private CallRecord call(long number) {
    CallRecord call = calls.get(number);
    if (call == null) {
      violate(Invariant.ENDS_ONCE, "call " + number + " was answered and never sent");
      call = new CallRecord(number, "", episode);
      calls.put(number, call);
    }
    return call;
  }

  private void violate(Invariant invariant, String what) {
    violations.add(new Violation(invariant, episode, what));
  }

  /** What is known of one call so far. */
  private static final class CallRecord {
    final long number;
    final String request;
    final int episode;
    final Map<Integer, String> images = new HashMap<>();
    int accepted;
    int completed;
    int ended;

    CallRecord(long number, String request, int episode) {
      this.number = number;
      this.request = request;
      this.episode = episode;
    }
  }
}
