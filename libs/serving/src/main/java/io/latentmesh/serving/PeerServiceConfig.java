package io.latentmesh.serving;

import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A channel's service config: health checks, and retries of what may be repeated. In it numbers are
 * doubles and durations text, as in JSON, or gRPC refuses it.
 */
final class PeerServiceConfig {
  /** The process as a whole: all of its services stand on the same model. */
  private static final String WHOLE_PROCESS = "";

  private static final double GROWTH = 2;

  /**
   * A failure takes one, a success gives one back, and below half nothing is retried: retries end
   * when most calls fail, and come back with the successes.
   */
  private static final Map<String, Double> THROTTLING =
      Map.of("maxTokens", 1000.0, "tokenRatio", 1.0);

  private PeerServiceConfig() {}

  static Map<String, ?> of(Upstream upstream, PeerSettings settings) {
    Map<String, Object> config = new HashMap<>();
    if (settings.health().checked()) {
      config.put("healthCheckConfig", Map.of("serviceName", WHOLE_PROCESS));
    }
    if (settings.retry().attempts() > 1 && !upstream.idempotent().isEmpty()) {
      config.put("methodConfig", List.of(methods(upstream, settings.retry())));
      config.put("retryThrottling", THROTTLING);
    }
    return config;
  }

  private static Map<String, ?> methods(Upstream upstream, PeerSettings.Retry retry) {
    return Map.of(
        "name",
        upstream.idempotent().stream().map(PeerServiceConfig::name).toList(),
        "retryPolicy",
        Map.of(
            "maxAttempts", (double) retry.attempts(),
            "initialBackoff", seconds(retry.firstPause()),
            "maxBackoff", seconds(retry.longestPause()),
            "backoffMultiplier", GROWTH,
            "retryableStatusCodes", List.of("UNAVAILABLE")));
  }

  private static Map<String, String> name(MethodDescriptor<?, ?> method) {
    return Map.of(
        "service", String.valueOf(method.getServiceName()),
        "method", String.valueOf(method.getBareMethodName()));
  }

  private static String seconds(Duration duration) {
    return "%d.%09ds".formatted(duration.toSeconds(), duration.toNanosPart());
  }
}
