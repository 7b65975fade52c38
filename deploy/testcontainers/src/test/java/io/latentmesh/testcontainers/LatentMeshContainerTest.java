package io.latentmesh.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

class LatentMeshContainerTest {
  private static final DockerImageName IMAGE =
      DockerImageName.parse("latentmesh/standalone:0-demo");

  @Test
  void defaultImage_isTheOneOfThisVersion_withTheDemoModel() {
    assertThat(DefaultImage.name().getUnversionedPart()).isEqualTo(DefaultImage.REPOSITORY);
    assertThat(DefaultImage.name().getVersionPart()).endsWith("-demo").doesNotContain("$");
  }

  @Test
  void setting_isAnEnvironmentVariable() {
    try (var mesh = new LatentMeshContainer(IMAGE)) {
      assertThat(mesh.withSetting("latentmesh.peers.text-encoder.retry.attempts", "2").getEnvMap())
          .containsEntry("LATENTMESH_PEERS_TEXT_ENCODER_RETRY_ATTEMPTS", "2");
    }
  }

  @Test
  void settingOfSomethingElse_isRefused() {
    try (var mesh = new LatentMeshContainer(IMAGE)) {
      assertThatThrownBy(() -> mesh.withSetting("server.port", "1"))
          .hasMessage("name: must begin with latentmesh., was server.port");
    }
  }

  @Test
  void modelThatIsNoFolder_isRefused() {
    try (var mesh = new LatentMeshContainer(IMAGE)) {
      assertThatThrownBy(() -> mesh.withModel(Path.of("/no/model")))
          .hasMessage("model: must be a folder, was /no/model");
    }
  }

  @Test
  void otherImage_isRefused() {
    assertThatThrownBy(() -> new LatentMeshContainer(DockerImageName.parse("alpine:3")))
        .isInstanceOf(IllegalStateException.class);
  }
}
