package io.latentmesh.orchestrator.admission;

import io.grpc.Status.Code;
import io.latentmesh.orchestrator.admission.Situation.Span;
import io.latentmesh.serving.ServiceException;
import java.time.Duration;

/** What is told to those who are turned away: why, what was predicted, and when to come again. */
final class Refusals {
  private static final double SOONEST_NANOS = 100e6;
  private static final double LATEST_NANOS = 60e9;

  private Refusals() {}

  /** Refused on arrival. */
  static ServiceException onArrival(Verdict.Refuse refusal, Place place) {
    Span span = refusal.span();
    double wait = Math.max(0, span.startNanos() - place.arrivedNanos());
    double run = span.endNanos() - span.startNanos();
    String message =
        "%s; it would start in %s and take %s"
            .formatted(refusal.problem(), Seconds.of(wait), Seconds.of(run));
    ServiceException error =
        shed(refusal.reason(), message, refusal.retryAfterNanos())
            .withMetadata("predicted_start_ms", millis(wait))
            .withMetadata("predicted_duration_ms", millis(run));
    return refusal.reason() == ShedReason.TENANT_LIMIT ? withQuota(error, place) : error;
  }

  /** Lost its place before its turn. */
  static ServiceException inQueue(ShedReason reason, String problem) {
    return shed(reason, problem, SOONEST_NANOS * 10);
  }

  private static ServiceException shed(ShedReason reason, String message, double retryAfterNanos) {
    long delay = Math.round(Math.clamp(retryAfterNanos, SOONEST_NANOS, LATEST_NANOS));
    return ServiceException.of(Code.RESOURCE_EXHAUSTED, reason.name(), "queue: " + message)
        .withRetryAfter(Duration.ofNanos(delay));
  }

  /** As {@code google.rpc.QuotaFailure} would say it. */
  private static ServiceException withQuota(ServiceException error, Place place) {
    return error
        .withMetadata("quota_subject", "tenant:" + place.owner().tenant())
        .withMetadata("quota_metric", "requests_queued")
        .withMetadata("quota_limit", Integer.toString(place.owner().limits().maxQueued()));
  }

  private static String millis(double nanos) {
    return Long.toString(Math.round(nanos / 1e6));
  }
}
