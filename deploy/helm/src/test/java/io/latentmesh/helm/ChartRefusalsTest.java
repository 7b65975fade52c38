package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are well-formed one by one and wrong together. */
final class ChartRefusalsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unet: {drain: {terminationGracePeriodSeconds: 84}} | unet.drain.terminationGracePeriodSeconds: must be at least preStopSeconds + lameDuckSeconds + drainSeconds + 20 = 85, got 84
          vae: {autoscaling: {kind: hpa, min: 9}} | vae.autoscaling.min: must be at most max = 8, got 9
          unet: {autoscaling: {kind: keda, min: 3}} | unet.autoscaling.keda.fallbackReplicas: must be from min to max = 3 to 8, got 2
          models: {source: download} | models.download.files: must name the model's files
          models: {source: image} | models.image.reference: must be set where models.source is image
          models: {pvc: {claimName: ""}} | models.pvc.claimName: must be set where models.source is pvc
          {access: {open: true}, tls: {enabled: true}} | tls.secrets.orchestrator: must name a Secret where tls.enabled is true
          {apiVersions: [gateway.networking.k8s.io/v1], grpcRoute: {enabled: true}} | grpcRoute.parentRefs: must name a Gateway
          {tls: {enabled: true, secrets: {orchestrator: o, unet: u, vae: v, textEncoder: t}}} | access.tokensSecret: must be set where tls.enabled is true
          {apiVersions: [cert-manager.io/v1], access: {open: true}, tls: {enabled: true, certManager: {enabled: true}}} | tls.certManager.issuerRef.name: must be set
          """)
  void values_contradictory_areRefusedByName(String values, String message) {
    assertThatThrownBy(() -> Chart.renderYaml(values)).hasMessageContaining(message);
  }
}
