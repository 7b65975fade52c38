package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class ChartLintTest {
  @Test
  void lint_strict_findsNothing() {
    var result = Chart.lint();
    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
  }

  @Test
  void kubernetes_withoutSleepingPreStop_isRefused() {
    assertThatThrownBy(() -> Chart.renderFor("1.29.9")).hasMessageContaining("1.29.9");
    assertThat(Chart.renderFor("1.30.0").all(Deployment.class)).hasSize(4);
  }

  @Test
  void appVersion_isMavensVersionAndSoTheImagesTag() throws IOException {
    String pom = Files.readString(Chart.REPOSITORY.resolve("pom.xml"));
    String version = pom.split("<version>", 2)[1].split("</version>", 2)[0];
    assertThat(Chart.render().container(Component.VAE).getImage())
        .isEqualTo("latentmesh/vae-svc:" + version);
  }
}
