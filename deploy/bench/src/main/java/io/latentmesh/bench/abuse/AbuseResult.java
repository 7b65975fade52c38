package io.latentmesh.bench.abuse;

import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
import io.latentmesh.bench.resources.Holding;
import io.latentmesh.bench.resources.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of the bad calls, and of the mesh. */
public final class AbuseResult {
  private static final int SHOWN = 20;
  private static final double BOUND = 1.1;

  private final Abuse.Plan plan;
  private final long made;
  private final Tally tally;
  private final Watched watched;
  private final Left left;
  private final double seconds;

  /**
   * What the witness saw.
   *
   * @param complaints not serving, or another picture
   */
  record Watched(List<String> complaints, long pictures, long refused, long checks) {}

  /**
   * What was left at rest.
   *
   * @param holdings by process: after the warm-up, in the middle, at the end
   * @param inFlight what should have been over, in words
   */
  record Left(List<Map<String, Holding>> holdings, List<String> inFlight) {}

  AbuseResult(Abuse.Plan plan, long made, Tally tally, Watched watched, Left left, double seconds) {
    this.plan = plan;
    this.made = made;
    this.tally = tally;
    this.watched = watched;
    this.left = left;
    this.seconds = seconds;
  }

  /** Everything that should not have been, in words; empty is good. Memory is not among it. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    tally.objections().forEach(objection -> faults.add(objection.toString()));
    faults.addAll(watched.complaints());
    faults.addAll(left.inFlight());
    return faults;
  }

  /** Calls that ended with that status, or in that way. */
  public long ended(String how) {
    return tally.count(how);
  }

  /** Pictures drawn in between that were compared. */
  public long pictures() {
    return watched.pictures();
  }

  public Report report() {
    return new Report("Bad calls", body(), goals());
  }

  private String body() {
    return """
    %d bad calls of seed %d, the first being number %d, by %d clients at once in %.0f s (%.0f a second), against four processes with the
    demo model. Any call again: `./latentmesh bench abuse --seed %d --first N --calls 1`. "(gRPC's)" is what came without `ErrorInfo`: from
    gRPC's library, which ends calls before the product sees them, or from the client's own.

    %s
    In between %d pictures were drawn and compared, %d requests for one were refused for load; health was asked %d times.

    | process | | after a tenth | in the middle | at the end |
    |---|---|---|---|---|
    %s%s\
    """
        .formatted(
            made,
            plan.seed(),
            plan.first(),
            plan.clients(),
            seconds,
            made / seconds,
            plan.seed(),
            tally.table(),
            watched.pictures(),
            watched.refused(),
            watched.checks(),
            holdings(),
            shownFaults());
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    goals.add(Goal.atMost("calls UNKNOWN", (double) tally.count("UNKNOWN"), 0));
    goals.add(Goal.atMost("other endings that may not be", (double) tally.objected(), 0));
    goals.add(
        Goal.atMost(
            "times not SERVING, or another picture", (double) watched.complaints().size(), 0));
    goals.add(Goal.atLeast("pictures compared", (double) watched.pictures(), 1));
    goals.add(Goal.atMost("series in flight at rest", (double) left.inFlight().size(), 0));
    for (Quantity quantity : Quantity.values()) {
      goals.add(
          Goal.atMost(
              quantity.words() + ", the end against the middle, of the process that grew most",
              growth(quantity),
              BOUND));
    }
    return goals;
  }

  private double growth(Quantity quantity) {
    return left.holdings().getLast().keySet().stream()
        .mapToDouble(name -> of(quantity, name, 2) / of(quantity, name, 1))
        .max()
        .orElse(Double.NaN);
  }

  private String holdings() {
    return left.holdings().getLast().keySet().stream()
        .flatMap(name -> Stream.of(Quantity.values()).map(quantity -> row(quantity, name)))
        .collect(Collectors.joining());
  }

  private String row(Quantity quantity, String name) {
    return "| %s | %s | %.0f | %.0f | %.0f |%n"
        .formatted(
            name,
            quantity.words(),
            of(quantity, name, 0),
            of(quantity, name, 1),
            of(quantity, name, 2));
  }

  private double of(Quantity quantity, String name, int when) {
    Holding holding = left.holdings().get(when).get(name);
    return holding == null ? Double.NaN : quantity.of(holding);
  }

  private String shownFaults() {
    return faults().stream()
        .limit(SHOWN)
        .map(fault -> "\n* " + fault)
        .collect(Collectors.joining("", "", "\n"));
  }
}
