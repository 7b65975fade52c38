package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where models come from. */
final class ChartModelsTest {
  private final Manifests downloads = Chart.render(Chart.FOLDER.resolve("ci/download-values.yaml"));

  @ParameterizedTest
  @EnumSource(names = {"TEXT_ENCODER", "UNET", "VAE"})
  void pvc_isMountedReadOnlyAtModels(Component tier) {
    Manifests manifests = Chart.render(Chart.FOLDER.resolve("ci/small-values.yaml"));
    var claim = models(manifests, tier).getPersistentVolumeClaim();
    assertThat(claim.getClaimName()).isEqualTo("models");
    assertThat(claim.getReadOnly()).isTrue();
    assertThat(manifests.container(tier).getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("models"))
        .singleElement()
        .satisfies(mount -> {
          assertThat(mount.getMountPath()).isEqualTo("/models");
          assertThat(mount.getReadOnly()).isTrue();
          assertThat(mount.getSubPath()).isEqualTo("shared");
        });
  }

  @Test
  void path_isBelowTheMount() {
    assertThat(
            ChartSettingsTest.environment(
                Chart.render(Map.of("models.path", "a/b")), Component.VAE))
        .containsEntry("LATENTMESH_MODEL_PATH", "/models/a/b");
  }

  @Test
  void orchestrator_mountsNoModels() {
    assertThat(Chart.render().pod(Component.ORCHESTRATOR).getVolumes())
        .extracting(Volume::getName)
        .doesNotContain("models");
  }

  @Test
  void image_isAVolumeByDigest() {
    var image =
        models(Chart.render(Chart.FOLDER.resolve("ci/secured-values.yaml")), Component.UNET)
            .getImage();
    assertThat(image.getReference()).contains("@sha256:");
    assertThat(image.getPullPolicy()).isEqualTo("IfNotPresent");
  }

  @Test
  void download_script_getsTheFilesWithTheirSums() {
    var container = downloads.pod(Component.UNET).getInitContainers().getFirst();
    var data = downloads.one(ConfigMap.class, "mesh-latentmesh-download").getData();
    assertThat(container.getCommand())
        .containsExactly(
            "sh",
            "/etc/latentmesh/download/download.sh",
            "/etc/latentmesh/download/files",
            "/models");
    assertThat(data.get("files"))
        .isEqualTo(
            "3".repeat(64)
                + " sd15.safetensors https://models.example.com/sd15.safetensors\n"
                + "4".repeat(64)
                + " config/model_index.json https://models.example.com/config/model_index.json\n");
    assertThat(data.get("download.sh")).isEqualToNormalizingNewlines(text("files/download.sh"));
  }

  @Test
  void download_secretHeader_isNotInTheManifest() {
    assertThat(downloads.pod(Component.UNET).getInitContainers().getFirst().getEnv())
        .singleElement()
        .extracting(variable -> variable.getValueFrom().getSecretKeyRef().getName())
        .isEqualTo("hub");
  }

  @Test
  void download_volume_isWritableInTheInitContainerOnly() {
    var pod = downloads.pod(Component.UNET);
    assertThat(models(downloads, Component.UNET).getEmptyDir().getSizeLimit().toString())
        .isEqualTo("8Gi");
    assertThat(pod.getInitContainers().getFirst().getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("models"))
        .singleElement()
        .matches(mount -> mount.getReadOnly() == null);
    assertThat(pod.getContainers().getFirst().getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("models"))
        .singleElement()
        .matches(mount -> mount.getReadOnly());
  }

  private static Volume models(Manifests manifests, Component component) {
    return manifests.pod(component).getVolumes().stream()
        .filter(volume -> volume.getName().equals("models"))
        .findFirst()
        .orElseThrow();
  }

  private static String text(String name) {
    try {
      return java.nio.file.Files.readString(Chart.FOLDER.resolve(name));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
