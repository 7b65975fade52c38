package io.latentmesh.bench.chaos;

import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What became of the episodes. */
public final class ChaosResult {
  private static final int SHOWN = 5;

  private final Chaos.Plan plan;
  private final List<Event> events;
  private final List<Violation> violations;
  private final double seconds;

  ChaosResult(Chaos.Plan plan, List<Event> events, List<Violation> violations, double seconds) {
    this.plan = plan;
    this.events = List.copyOf(events);
    this.violations = List.copyOf(violations);
    this.seconds = seconds;
  }

  public List<Violation> violations() {
    return violations;
  }

  /**
   * What there is to tell.
   *
   * @param processes what they were: "3 denoisers, ..., as containers"
   * @param options of the command, after its name
   */
  public Report report(String processes, String options) {
    return new Report("Chaos", body(processes, options), goals());
  }

  private String body(String processes, String options) {
    return """
    %d episodes of seed %d in %.0f s: %s; %d
    clients draw %d different requests. Any episode again: `./latentmesh bench chaos%s --seed %d --episode K`.

    | fault | episodes |
    |---|---|
    %s
    %d calls sent, %d pictures compared, %d calls refused for load, %d scrapes.
    %s\
    """
        .formatted(
            plan.episodes().size(),
            plan.seed(),
            seconds,
            processes,
            plan.clients(),
            plan.requests(),
            options,
            plan.seed(),
            faults(),
            count(Event.Sent.class),
            count(Event.Drawn.class),
            refused(),
            count(Event.Scraped.class),
            broken());
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    for (Invariant invariant : Invariant.values()) {
      long broken = violations.stream().filter(found -> found.invariant() == invariant).count();
      goals.add(Goal.atMost("violations of " + invariant, (double) broken, 0));
    }
    goals.add(Goal.atLeast("scrapes", (double) count(Event.Scraped.class), plan.episodes().size()));
    goals.add(Goal.atLeast("pictures compared", (double) count(Event.Drawn.class), 1));
    return goals;
  }

  private String faults() {
    return Arrays.stream(Fault.Kind.values())
        .flatMap(kind -> tiers().stream().map(tier -> row(kind, tier)))
        .collect(Collectors.joining());
  }

  private String row(Fault.Kind kind, String tier) {
    long times =
        began().stream().filter(fault -> fault.kind() == kind && tier(fault).equals(tier)).count();
    return times == 0 ? "" : "| %s %s | %d |%n".formatted(kind, tier, times);
  }

  private List<String> tiers() {
    return began().stream().map(ChaosResult::tier).distinct().sorted().toList();
  }

  private static String tier(Event.FaultBegan fault) {
    return fault.process().replaceAll("-\\d+$", "");
  }

  private List<Event.FaultBegan> began() {
    return events.stream()
        .filter(Event.FaultBegan.class::isInstance)
        .map(Event.FaultBegan.class::cast)
        .toList();
  }

  private long refused() {
    return events.stream()
        .filter(event ->
            event instanceof Event.Ended ended && ended.status().equals("RESOURCE_EXHAUSTED"))
        .count();
  }

  private long count(Class<? extends Event> type) {
    return events.stream().filter(type::isInstance).count();
  }

  /** The first of each kind: one broken thing tends to be seen again and again. */
  private String broken() {
    return Arrays.stream(Invariant.values())
        .flatMap(invariant ->
            violations.stream().filter(found -> found.invariant() == invariant).limit(SHOWN))
        .map(violation -> "\n* " + violation)
        .collect(Collectors.joining("", "", "\n"));
  }
}
