package io.latentmesh.helm;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rendered objects. Immutable. */
record Manifests(List<JsonNode> objects) {
  /** Every kind that the chart may render; one that is not here is an error. */
  private static final Map<String, Class<?>> KINDS =
      Map.ofEntries(
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Pod", Pod.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("cert-manager.io/v1/Certificate", Certificate.class),
          Map.entry("gateway.networking.k8s.io/v1/GRPCRoute", GRPCRoute.class),
          Map.entry("keda.sh/v1alpha1/ScaledObject", ScaledObject.class),
          Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class));

  Manifests {
    objects = List.copyOf(objects);
  }

  static Manifests parse(String yaml) {
    return new Manifests(StrictYaml.documents(yaml));
  }

  static String kindOf(JsonNode object) {
    return object.path("apiVersion").asText() + "/" + object.path("kind").asText();
  }

  /**
   * The object as its kind's class.
   *
   * @throws IllegalArgumentException if the kind or one of the fields is unknown
   */
  static Object typed(JsonNode object) {
    Class<?> kind = KINDS.get(kindOf(object));
    if (kind == null) {
      throw new IllegalArgumentException("no class is known for " + kindOf(object));
    }
    return StrictYaml.read(object, kind);
  }

  <T> Stream<T> all(Class<T> kind) {
    return objects.stream()
        .filter(object -> kind.equals(KINDS.get(kindOf(object))))
        .map(object -> StrictYaml.read(object, kind));
  }

  boolean hasAny(Class<?> kind) {
    return objects.stream().anyMatch(object -> kind.equals(KINDS.get(kindOf(object))));
  }

  <T> T one(Class<T> kind, String name) {
    return objects.stream()
        .filter(object -> kind.equals(KINDS.get(kindOf(object))))
        .filter(object -> object.at("/metadata/name").asText().equals(name))
        .map(object -> StrictYaml.read(object, kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " " + name));
  }

  Deployment deployment(Component component) {
    return one(Deployment.class, component.objectName());
  }

  PodSpec pod(Component component) {
    return deployment(component).getSpec().getTemplate().getSpec();
  }

  Container container(Component component) {
    return pod(component).getContainers().getFirst();
  }

  /** A component's settings file. */
  String properties(Component component) {
    return one(ConfigMap.class, component.objectName())
        .getData()
        .getOrDefault(component.process + ".properties", "");
  }
}
