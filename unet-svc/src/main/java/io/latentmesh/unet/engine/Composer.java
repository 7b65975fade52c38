package io.latentmesh.unet.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts a forward together from candidates: class, kind, tenant, deadline, size. */
final class Composer {
  private record Lineup(List<Candidate> order, boolean late) {}

  private final Waiting waiting;
  private final Tuning tuning;
  private final Shares shares;
  private final Map<Row.Kind, Pace> paces = new HashMap<>();

  /**
   * A composer for one choice.
   *
   * @param shares among those who want service
   */
  Composer(Waiting waiting, Tuning tuning, Shares shares) {
    this.waiting = waiting;
    this.tuning = tuning;
    this.shares = shares;
  }

  Shares shares() {
    return shares;
  }

  /** The best forward of {@code candidates}, at least one. */
  Plan compose(List<Candidate> candidates) {
    Urgency top =
        candidates.stream().map(Candidate::priority).max(Comparator.naturalOrder()).orElseThrow();
    Row.Kind kind =
        candidates.stream()
            .filter(candidate -> candidate.priority() == top)
            .map(Candidate::kind)
            .min(Comparator.comparingDouble(shares.kinds()::received))
            .orElseThrow();
    Pace pace = pace(kind);
    BatchSize size = new BatchSize(pace, waiting.nowNanos());
    Lineup lead = lineup(kind, top, candidates);
    boolean alone = lead.order.size() == candidates.size();
    int count = size.choose(lead.order, lead.late, alone);
    List<Candidate> chosen = new ArrayList<>(lead.order.subList(0, count));
    if (count == lead.order.size()) {
      List<Candidate> others = below(kind, top, candidates);
      chosen.addAll(others.subList(0, size.company(rows(chosen), others)));
    }
    return Plan.of(chosen, pace, waiting.nowNanos());
  }

  /** The best forward that {@code first}, whatever its class, is in. */
  Plan ledBy(Candidate first, List<Candidate> candidates) {
    Pace pace = pace(first.kind());
    List<Candidate> order = new ArrayList<>();
    for (Urgency urgency : Urgency.values()) {
      order.addAll(0, lineup(first.kind(), urgency, candidates).order);
    }
    order.remove(first);
    order.addFirst(first);
    int count = new BatchSize(pace, waiting.nowNanos()).choose(order, false, false);
    return Plan.of(order.subList(0, count), pace, waiting.nowNanos());
  }

  Pace pace(Row.Kind kind) {
    return paces.computeIfAbsent(kind, _ -> Pace.of(kind, waiting, tuning.stretch()));
  }

  Deadlines deadlines(Row.Kind kind) {
    return new Deadlines(pace(kind), tuning.stretch(), waiting.nowNanos());
  }

  private Lineup lineup(Row.Kind kind, Urgency urgency, List<Candidate> candidates) {
    List<Candidate> alike =
        candidates.stream()
            .filter(candidate -> candidate.kind().equals(kind) && candidate.priority() == urgency)
            .toList();
    Ranking ranking = Ranking.of(alike, pace(kind), deadlines(kind), waiting.nowNanos());
    return new Lineup(TenantTurns.order(ranking.order(), shares.tenants()), ranking.late());
  }

  /** The lower classes, the highest first. */
  private List<Candidate> below(Row.Kind kind, Urgency top, List<Candidate> candidates) {
    List<Candidate> others = new ArrayList<>();
    for (Urgency urgency : Urgency.values()) {
      if (urgency.compareTo(top) < 0) {
        others.addAll(0, lineup(kind, urgency, candidates).order);
      }
    }
    return others;
  }

  private static int rows(List<Candidate> chosen) {
    return chosen.stream().mapToInt(Candidate::size).sum();
  }
}
