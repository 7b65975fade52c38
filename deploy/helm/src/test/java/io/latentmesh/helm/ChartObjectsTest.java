package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every object of every installation. */
final class ChartObjectsTest {
  private static final List<String> LABELS =
      List.of(
          "app.kubernetes.io/name",
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "app.kubernetes.io/part-of",
          "app.kubernetes.io/managed-by",
          "helm.sh/chart");

  @ParameterizedTest
  @MethodSource("installations")
  void object_everyField_isKnownToKubernetes(Installation installation) {
    assertThat(installation.manifests().objects())
        .isNotEmpty()
        .allSatisfy(object -> assertThat(Manifests.typed(object)).isNotNull());
  }

  @ParameterizedTest
  @MethodSource("installations")
  void object_names_areUniqueAndShort(Installation installation) {
    assertThat(installation.manifests().objects())
        .extracting(object -> Manifests.kindOf(object) + " " + object.at("/metadata/name").asText())
        .doesNotHaveDuplicates()
        .allSatisfy(
            name -> assertThat(name.substring(name.indexOf(' ') + 1)).hasSizeBetween(1, 63));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void object_labels_areTheStandardOnes(Installation installation) {
    assertThat(installation.manifests().objects())
        .allSatisfy(object ->
            assertThat(object.at("/metadata/labels").fieldNames())
                .toIterable()
                .as(Manifests.kindOf(object))
                .containsAll(LABELS));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void image_everyContainer_namesAVersionOrDigest(Installation installation) {
    assertThat(installation.manifests().objects())
        .flatExtracting(object -> object.findValues("image"))
        .filteredOn(JsonNode::isTextual) // a volume's image is an object
        .extracting(JsonNode::asText)
        .isNotEmpty()
        .allSatisfy(image ->
            assertThat(image)
                .doesNotEndWith(":latest")
                .matches(".*[^/](:[\\w.-]+|@sha256:\\w{64})"));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void deployment_selector_matchesItsPodsAndNoOthers(Installation installation) {
    var deployments = installation.manifests().all(Deployment.class).toList();
    for (Deployment one : deployments) {
      assertThat(deployments)
          .filteredOn(other ->
              other
                  .getSpec()
                  .getTemplate()
                  .getMetadata()
                  .getLabels()
                  .entrySet()
                  .containsAll(one.getSpec().getSelector().getMatchLabels().entrySet()))
          .containsExactly(one);
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void service_selectorAndPort_reachOneDeployment(Installation installation) {
    var deployments = installation.manifests().all(Deployment.class).toList();
    assertThat(installation.manifests().all(Service.class))
        .hasSize(4)
        .allSatisfy(
            service -> assertThat(deployments).filteredOn(d -> serves(d, service)).hasSize(1));
  }

  @Test
  void unknownField_inAnObject_isFound() {
    var deployment =
        Chart.render().objects().stream()
            .filter(o -> o.path("kind").asText().equals("Deployment"))
            .findFirst()
            .orElseThrow();
    JsonNode broken = deployment.deepCopy();
    ((ObjectNode) broken.at("/spec/template/spec/containers/0")).put("imagee", "typo");
    assertThatThrownBy(() -> Manifests.typed(broken)).hasMessageContaining("imagee");
  }

  private static boolean serves(Deployment deployment, Service service) {
    var template = deployment.getSpec().getTemplate();
    var ports = template.getSpec().getContainers().getFirst().getPorts();
    return template
            .getMetadata()
            .getLabels()
            .entrySet()
            .containsAll(service.getSpec().getSelector().entrySet())
        && service.getSpec().getPorts().stream()
            .allMatch(port ->
                ports.stream()
                    .anyMatch(open -> open.getName().equals(port.getTargetPort().getStrVal())));
  }

  static Stream<Installation> installations() {
    return Stream.concat(
        Stream.of(new Installation("defaults", Chart.render())),
        Chart.examples().stream().map(Installation::of));
  }

  record Installation(String name, Manifests manifests) {
    static Installation of(Path values) {
      return new Installation(String.valueOf(values.getFileName()), Chart.render(values));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
