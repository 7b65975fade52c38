package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many replicas there are, and who says so. */
final class ChartScalingTest {
  private static final String KEDA = "apiVersions: [keda.sh/v1alpha1]\n";

  @Test
  void replicas_notScaled_areTheValues() {
    assertThat(
            Chart.render(Map.of("unet.replicas", 5))
                .deployment(Component.UNET)
                .getSpec()
                .getReplicas())
        .isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("io.latentmesh.helm.ChartObjectsTest#installations")
  void deployment_hasReplicasOrOneScaler_neverTwo(ChartObjectsTest.Installation installation) {
    Manifests manifests = installation.manifests();
    for (Component component : Component.values()) {
      long scalers =
          manifests
                  .all(HorizontalPodAutoscaler.class)
                  .filter(each ->
                      each.getSpec().getScaleTargetRef().getName().equals(component.objectName()))
                  .count()
              + manifests
                  .all(ScaledObject.class)
                  .filter(
                      each -> each.spec().scaleTargetRef().name().equals(component.objectName()))
                  .count();
      Integer replicas = manifests.deployment(component).getSpec().getReplicas();
      assertThat(scalers + (replicas == null ? 0 : 1)).as(component.process).isEqualTo(1);
    }
  }

  @Test
  void keda_notInTheCluster_leavesReplicasAsTheyAre() {
    Manifests manifests = Chart.render(Map.of("unet.autoscaling.kind", "keda"));
    assertThat(manifests.hasAny(ScaledObject.class)).isFalse();
    assertThat(manifests.deployment(Component.UNET).getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void keda_unet_asksForRowsThatWaitAndThatAreServed() {
    var trigger = scaled("unet", Component.UNET).spec().triggers().getFirst();
    assertThat(trigger.metricType()).isEqualTo("AverageValue");
    assertThat(trigger.metadata())
        .containsEntry(
            "query",
            "sum(latentmesh_queue_depth{namespace=\"art\",pod=~\"mesh-latentmesh-unet-.*\"})"
                + " + sum(latentmesh_sequences_active{namespace=\"art\",pod=~\"mesh-latentmesh-unet-.*\"})");
  }

  @Test
  void keda_vae_asksForImagesThatWait() {
    assertThat(scaled("vae", Component.VAE).spec().triggers().getFirst().metadata())
        .containsEntry(
            "query",
            "sum(latentmesh_queue_depth{namespace=\"art\",pod=~\"mesh-latentmesh-vae-.*\"})");
  }

  @Test
  void keda_withoutPrometheus_fallsBack() {
    var spec = scaled("unet", Component.UNET).spec();
    assertThat(spec.fallback().replicas()).isEqualTo(2);
    assertThat(spec.triggers().getFirst().metadata()).containsEntry("ignoreNullValues", "false");
  }

  @Test
  void scaleDown_isSlowerThanScaleUp() {
    var behavior =
        scaled("unet", Component.UNET).spec().advanced().horizontalPodAutoscalerConfig().behavior();
    assertThat(behavior.getScaleUp().getStabilizationWindowSeconds()).isZero();
    assertThat(behavior.getScaleDown().getStabilizationWindowSeconds()).isEqualTo(600);
    assertThat(behavior.getScaleDown().getPolicies())
        .singleElement()
        .matches(policy -> policy.getValue() == 1 && policy.getPeriodSeconds() == 120);
  }

  @Test
  void hpa_withoutAMetric_followsTheCpu() {
    var metric =
        Chart.render(Map.of("vae.autoscaling.kind", "hpa"))
            .one(HorizontalPodAutoscaler.class, Component.VAE.objectName())
            .getSpec()
            .getMetrics()
            .getFirst();
    assertThat(metric.getResource().getTarget().getAverageUtilization()).isEqualTo(70);
  }

  @Test
  void hpa_withAMetric_followsIt() {
    var metric =
        Chart.render(Chart.FOLDER.resolve("ci/download-values.yaml"))
            .one(HorizontalPodAutoscaler.class, Component.UNET.objectName())
            .getSpec()
            .getMetrics()
            .getFirst();
    assertThat(metric.getPods().getMetric().getName()).isEqualTo("latentmesh_denoiser_rows");
    assertThat(metric.getPods().getTarget().getAverageValue().getAmount()).isEqualTo("8");
  }

  @Test
  void disruption_ofATier_isOnePodAtATime() {
    assertThat(Chart.render().all(PodDisruptionBudget.class))
        .hasSize(4)
        .allSatisfy(budget -> {
          assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
          assertThat(budget.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
        });
  }

  private static ScaledObject scaled(String key, Component component) {
    return Chart.renderYaml(KEDA + key + ": {autoscaling: {kind: keda}}")
        .one(ScaledObject.class, component.objectName());
  }
}
