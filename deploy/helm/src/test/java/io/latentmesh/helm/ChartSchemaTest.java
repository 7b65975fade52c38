package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart refuses before anything is installed. */
final class ChartSchemaTest {
  /** Objects that are Kubernetes' or Helm's own, and open here. */
  private static final Set<String> OPEN =
      Set.of(
          "/properties/global",
          "/definitions/affinity/properties/nodeAffinity",
          "/definitions/affinity/properties/podAffinity",
          "/definitions/affinity/properties/podAntiAffinity");

  @Test
  void schema_everyObject_isClosed() throws IOException {
    List<String> open = new ArrayList<>();
    collectOpen(Schema.read(), "", open);
    assertThat(open).containsExactlyInAnyOrderElementsOf(OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas: 3",
        "unet: {replica: 3}",
        "unet: {gpu: {enable: true}}",
        "unet: {probes: {startup: {period: 5}}}",
        "vae: {resources: {request: {cpu: 1}}}",
        "tls: {certManager: {issuer: mesh}}",
        "models: {download: {files: [{url: 'https://a/b', path: b, sha: x}]}}",
        "networkPolicy: {clientsFrom: [{nameSelector: {}}]}",
        "orchestrator: {autoscaling: {keda: {threshold: '3'}}}"
      })
  void value_unknown_isRefused(String values) {
    assertThatThrownBy(() -> Chart.renderYaml(values))
        .hasMessageContaining("additional properties");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latentmesh.batching.max-row",
        "latentmesh.admission.max-queued",
        "latentmesh.server.port",
        "latentmesh.model.path",
        "latentmesh.server.tls.certificate"
      })
  void setting_notOfTheProcessOrTheChartsOwn_isRefused(String name) {
    assertThatThrownBy(() -> Chart.renderYaml("unet: {settings: {%s: \"1\"}}".formatted(name)))
        .hasMessageContaining("additional properties")
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet: {replicas: two}",
        "unet: {settings: {latentmesh.batching.max-rows: 8}}",
        "image: {tag: latest}",
        "unet: {image: {digest: 'sha256:abc'}}",
        "tests: {image: 'probe:latest'}",
        "tests: {image: probe}",
        "models: {source: nfs}",
        "models: {path: /models/sd15}",
        "models: {path: ../etc}",
        "models: {image: {reference: 'registry/models:v1'}}",
        "log: {level: TRACE}",
        "unet: {drain: {preStopSeconds: 0}}",
        "unet: {topologySpread: {zone: Never}}",
        "unet: {autoscaling: {kind: knative}}",
        "unet: {autoscaling: {keda: {threshold: 8}}}",
        "orchestrator: {service: {port: 70000}}",
        "orchestrator: {service: {type: ExternalName}}"
      })
  void value_outOfBounds_isRefused(String values) {
    assertThatThrownBy(() -> Chart.renderYaml(values))
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  private static void collectOpen(JsonNode schema, String path, List<String> open) {
    if (schema.path("type").asText().equals("object") && !isClosed(schema)) {
      open.add(path);
    }
    schema
        .properties()
        .forEach(entry -> collectOpen(entry.getValue(), path + "/" + entry.getKey(), open));
  }

  private static boolean isClosed(JsonNode schema) {
    JsonNode more = schema.path("additionalProperties");
    return more.isObject() || (more.isBoolean() && !more.asBoolean());
  }
}
