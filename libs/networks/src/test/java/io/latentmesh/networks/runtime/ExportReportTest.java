package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.inspect.ComponentReport;
import io.latentmesh.networks.inspect.ModelFamily;
import io.latentmesh.networks.inspect.ModelReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code inspect} says of folders of exported graphs. */
class ExportReportTest {
  @TempDir private Path folder;

  @Test
  void report_ofAnExport_namesFamilyComponentsAndNoProblem() {
    ModelReport report = ModelReport.of(Exports.optimum(folder.resolve("painter")));
    assertThat(report.problems()).isEmpty();
    assertThat(report.name()).isEqualTo("painter");
    assertThat(report.family()).isEqualTo(ModelFamily.SD1);
    assertThat(report.predictionType()).isEqualTo("epsilon");
    assertThat(report.components())
        .extracting(ComponentReport::name)
        .containsExactly("text_encoder", "unet", "vae_decoder", "vae_encoder");
    assertThat(report.components())
        .allSatisfy(component -> {
          assertThat(component.weights()).isNotNull();
          assertThat(component.weights().parameters()).isPositive();
          assertThat(component.weights().sha256()).matches("[0-9a-f]{64}");
        });
  }

  @Test
  void report_ofAGraphWithoutItsWeights_saysWhichFileIsMissing() throws IOException {
    Path model = Exports.optimum(folder.resolve("painter"));
    Files.delete(model.resolve("unet", "weights.pb"));
    assertThat(ModelReport.of(model).problems())
        .singleElement()
        .asString()
        .endsWith(
            "unet/model.onnx: weights: must be a file in the graph's folder, was 'weights.pb'");
  }
}
