package io.latentmesh.bench.chaos;

import io.latentmesh.bench.Scrape;

/**
 * The orchestrator's own count of generations.
 *
 * @param present whether it counts them at all
 */
public record JobCounters(
    boolean present,
    double admitted,
    double ok,
    double failed,
    double deadline,
    double cancelled,
    double inFlight) {
  private static final String ADMITTED = "latentmesh_jobs_admitted_total";
  private static final String ENDED = "latentmesh_jobs_total";
  private static final String IN_FLIGHT = "latentmesh_jobs_in_flight";

  static JobCounters of(Scrape page) {
    return new JobCounters(
        page.has(ADMITTED) && page.has(ENDED) && page.has(IN_FLIGHT),
        page.sum(ADMITTED),
        ended(page, "ok"),
        ended(page, "failed"),
        ended(page, "deadline"),
        ended(page, "cancelled"),
        page.sum(IN_FLIGHT));
  }

  double ended() {
    return ok + failed + deadline + cancelled;
  }

  private static double ended(Scrape page, String outcome) {
    return page.sum(ENDED, "outcome=\"" + outcome + "\"");
  }
}
