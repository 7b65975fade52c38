package io.latentmesh.orchestrator.jobs;

import io.latentmesh.serving.metrics.Reading;
import io.latentmesh.serving.metrics.Reading.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The series of jobs. Those of the ledger are read at one moment, so that on every page admitted
 * jobs are those in flight and those that ended.
 */
public record JobMeters(JobLedger ledger, MemoryJobStore store) {

  /** All series, always. */
  public List<Reading> read() {
    JobLedger.Snapshot jobs = ledger.snapshot();
    List<Reading> readings = new ArrayList<>();
    readings.add(counter("admitted", "Generations begun", jobs.admitted()));
    readings.add(gauge("in_flight", "Generations that have not ended", jobs.inFlight()));
    readings.add(counter("joined", "Requests that joined a generation", jobs.joined()));
    Arrays.stream(Outcome.values())
        .map(outcome -> ended(outcome, jobs.ended().getOrDefault(outcome, 0L)))
        .forEach(readings::add);
    readings.add(gauge("stored", "Generations known, running and finished", store.size()));
    readings.add(gauge("stored_bytes", "Memory of the generations known", store.bytes()));
    return readings;
  }

  private static Reading ended(Outcome outcome, long count) {
    return new Reading(
        Kind.COUNTER,
        "latentmesh_jobs",
        "Generations that ended",
        Map.of("outcome", outcome.label()),
        count);
  }

  private static Reading counter(String what, String help, long value) {
    return new Reading(Kind.COUNTER, "latentmesh_jobs_" + what, help, Map.of(), value);
  }

  private static Reading gauge(String what, String help, long value) {
    return new Reading(Kind.GAUGE, "latentmesh_jobs_" + what, help, Map.of(), value);
  }
}
