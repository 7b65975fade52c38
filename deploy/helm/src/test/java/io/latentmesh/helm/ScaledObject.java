package io.latentmesh.helm;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of KEDA's {@code keda.sh/v1alpha1} that the chart may use. */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
  record Spec(
      Target scaleTargetRef,
      int pollingInterval,
      int minReplicaCount,
      int maxReplicaCount,
      Fallback fallback,
      Advanced advanced,
      List<Trigger> triggers) {
    Spec {
      triggers = List.copyOf(triggers);
    }
  }

  record Target(String apiVersion, String kind, String name) {}

  record Fallback(int failureThreshold, int replicas) {}

  record Advanced(AutoscalerConfig horizontalPodAutoscalerConfig) {}

  record AutoscalerConfig(HorizontalPodAutoscalerBehavior behavior) {}

  record Trigger(
      String type,
      String metricType,
      Map<String, String> metadata,
      @Nullable Authentication authenticationRef) {
    Trigger {
      metadata = Map.copyOf(metadata);
    }
  }

  record Authentication(String name) {}
}
