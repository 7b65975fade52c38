package io.latentmesh.networks.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.TensorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stable Diffusion 2's two models look alike; who says which it is, and what if nobody does. */
class PredictionTypeTest {
  private static final String BASE_YAML =
      """
      model:
        base_learning_rate: 1.0e-4
        target: ldm.models.diffusion.ddpm.LatentDiffusion
        params:
          linear_start: 0.00085
      """;

  @TempDir private Path folder;

  @Test
  void open_ofSd2ThatNobodyDescribes_assumesVAndWarns() {
    SingleFileModel model = open(PublishedModels.sd2(), SingleFileOptions.none());
    assertThat(model.predictionType()).isEqualTo(PredictionType.V_PREDICTION);
    assertThat(model.warnings()).singleElement().asString().startsWith("prediction_type: neither");
    assertThat(model.schedulerConfigJson()).contains("\"prediction_type\" : \"v_prediction\"");
  }

  @ParameterizedTest
  @EnumSource
  void open_withTheOption_takesItWithoutAWarning(PredictionType type) {
    SingleFileModel model = open(PublishedModels.sd2(), option(type));
    assertThat(model.predictionType()).isEqualTo(type);
    assertThat(model.warnings()).isEmpty();
    assertThat(model.schedulerConfigJson())
        .contains("\"prediction_type\" : \"%s\"".formatted(type.label()));
  }

  @Test
  void open_withATrainingConfigThatSaysV_takesIt() throws IOException {
    Files.writeString(
        folder.resolve("m.yaml"), BASE_YAML + "    parameterization: \"v\"  # velocity\n");
    assertThat(open(PublishedModels.sd2(), SingleFileOptions.none()))
        .returns(PredictionType.V_PREDICTION, SingleFileModel::predictionType)
        .returns(List.of(), SingleFileModel::warnings);
  }

  @Test
  void open_withATrainingConfigThatSaysNothing_meansEpsilon() throws IOException {
    Files.writeString(folder.resolve("m.yaml"), BASE_YAML);
    SingleFileModel model = open(PublishedModels.sd2(), SingleFileOptions.none());
    assertThat(model.predictionType()).isEqualTo(PredictionType.EPSILON);
    assertThat(model.scheduler()).isEqualTo("PNDMScheduler");
    assertThat(model.component("unet").orElseThrow().configJson()).contains("\"sample_size\" : 64");
  }

  @Test
  void open_withAConfigFolderBeside_takesItsScheduler() throws IOException {
    Files.writeString(folder.resolve("model_index.json"), "{\"_class_name\":\"P\"}");
    Files.createDirectory(folder.resolve("scheduler"));
    String config = "{\"_class_name\":\"S\",\"prediction_type\":\"v_prediction\"}";
    Files.writeString(folder.resolve("scheduler", "scheduler_config.json"), config);
    SingleFileModel model = open(PublishedModels.sd1(), SingleFileOptions.none());
    assertThat(model.predictionType()).isEqualTo(PredictionType.V_PREDICTION);
    assertThat(model.schedulerConfigJson()).isEqualTo(config);
    assertThat(model.pipeline()).isEqualTo("P");
  }

  @Test
  void open_ofSdxlWithTheMarkerOfItsTrainer_predictsVelocity() {
    LdmCheckpoint marked = PublishedModels.sdxl().put("v_pred").put("ztsnr");
    SingleFileModel model = open(marked, SingleFileOptions.none());
    assertThat(model.predictionType()).isEqualTo(PredictionType.V_PREDICTION);
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void open_whereSourcesContradict_namesThem() throws IOException {
    Files.writeString(folder.resolve("m.yaml"), "parameterization: v");
    assertThatThrownBy(() -> open(PublishedModels.sd2(), option(PredictionType.EPSILON)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("prediction_type: must be said alike, but")
        .hasMessageContaining("m.yaml says v_prediction, the option says epsilon");
  }

  @Test
  void open_ofSd1_predictsNoiseWithoutAWarning() {
    SingleFileModel model = open(PublishedModels.sd1(), SingleFileOptions.none());
    assertThat(model.predictionType()).isEqualTo(PredictionType.EPSILON);
    assertThat(model.warnings()).isEmpty();
  }

  private static SingleFileOptions option(PredictionType type) {
    return new SingleFileOptions(Optional.of(type), Optional.empty());
  }

  private SingleFileModel open(LdmCheckpoint checkpoint, SingleFileOptions options) {
    Path file = folder.resolve("m.safetensors");
    return SingleFileModel.open(
        TensorFiles.writeHole(file, Dtype.F16, checkpoint.shapes()), options);
  }
}
