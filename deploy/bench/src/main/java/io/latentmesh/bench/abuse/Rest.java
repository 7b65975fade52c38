package io.latentmesh.bench.abuse;

import io.latentmesh.bench.Pause;
import io.latentmesh.bench.Scrape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits until a mesh has nothing to do, as its metrics pages tell. */
final class Rest {
  private static final Duration TO_REST = Duration.ofSeconds(60);
  private static final Duration CADENCE = Duration.ofMillis(250);
  private static final List<String> AT_REST_ZERO =
      List.of(
          "latentmesh_rpc_inflight",
          "latentmesh_jobs_in_flight",
          "latentmesh_admission_queue_depth",
          "latentmesh_admission_rows_in_flight",
          "latentmesh_upstream_active_streams",
          "latentmesh_sequences_active",
          "latentmesh_queue_depth");

  /** Peers watch each other's health as long as they are connected. */
  private static final String FOR_EVER = "service=\"grpc.health.v1.Health\"";

  private Rest() {}

  /**
   * What is still in flight when nothing should be: calls, jobs, streams and rows, in words and per
   * service; empty is good.
   */
  static List<String> await(List<Victim> mesh) {
    long deadline = System.nanoTime() + TO_REST.toNanos();
    List<String> left = inFlight(mesh);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Pause.until(System.nanoTime() + CADENCE.toNanos());
      left = inFlight(mesh);
    }
    return left;
  }

  private static List<String> inFlight(List<Victim> mesh) {
    List<String> left = new ArrayList<>();
    for (Victim victim : mesh) {
      Scrape page = Scrape.from(victim.metrics());
      for (String series : AT_REST_ZERO) {
        double value = page.sum(series) - page.sum(series, FOR_EVER);
        if (value > 0) {
          left.add("at rest %s: %s is %.0f".formatted(victim.service(), series, value));
        }
      }
    }
    return left;
  }
}
