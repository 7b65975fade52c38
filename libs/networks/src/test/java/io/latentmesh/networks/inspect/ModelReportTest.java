package io.latentmesh.networks.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.networks.folder.TinyModelFolder;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelReportTest {
  private static final Path DEMO =
      Path.of(System.getProperty("latentmesh.root", ".")).resolve("deploy/demo-model/model");

  @TempDir private Path root;

  @Test
  void of_demoModel_countsItsParameters() {
    ModelReport report = ModelReport.of(DEMO);
    assertThat(report.name()).isEqualTo("emoji-demo");
    assertThat(report.family()).isEqualTo(ModelFamily.SD1);
    assertThat(report.pipeline()).isEqualTo("StableDiffusionPipeline");
    assertThat(report.scheduler()).isEqualTo("PNDMScheduler");
    assertThat(report.problems()).isEmpty();
    assertThat(report.components())
        .extracting(ComponentReport::name)
        .containsExactly("text_encoder", "unet", "vae");
    assertThat(report.components())
        .extracting(ComponentReport::architecture)
        .containsExactly("CLIPTextModel", "UNet2DConditionModel", "AutoencoderKL");
    assertThat(report.components())
        .extracting(component -> weights(component).parameters())
        .containsExactly(1_939_584L, 8_563_012L, 954_567L);
  }

  @Test
  void of_demoModel_describesItsWeights() throws Exception {
    WeightReport unet = weights(ModelReport.of(DEMO).components().get(1));
    assertThat(unet.dtypes()).isEqualTo(Map.of(Dtype.F16, 248));
    assertThat(unet.bytes()).isEqualTo(2 * unet.parameters());
    assertThat(unet.sha256())
        .isEqualTo("416061a1b82cee9ba5b68c16c083d84baaad31f8b854ad5d2b393c4025daf8e6");
  }

  @Test
  void toText_ofDemoModel_isATable() {
    assertThat(ModelReport.of(DEMO).toText())
        .startsWith("emoji-demo (sd1)  ")
        .containsPattern("unet +UNet2DConditionModel +8\\.56 M +F16 +17\\.13 MB +[0-9a-f]{12}  dif")
        .endsWith("no problems");
  }

  @Test
  void toJson_ofDemoModel_isParsable() throws Exception {
    JsonNode json = new ObjectMapper().readTree(ModelReport.of(DEMO).toJson());
    assertThat(json.at("/family").asText()).isEqualTo("sd1");
    assertThat(json.at("/prediction_type").asText()).isEqualTo("v_prediction");
    assertThat(json.at("/components/2/name").asText()).isEqualTo("vae");
    assertThat(json.at("/components/2/weights/parameters").asLong()).isEqualTo(954_567);
    assertThat(json.at("/components/2/weights/dtypes/F16").asInt()).isEqualTo(152);
    assertThat(json.at("/components/2/weights/sha256").asText()).hasSize(64);
    assertThat(json.at("/problems")).isEmpty();
  }

  @Test
  void of_missingFolder_isAProblem() {
    ModelReport report = ModelReport.of(root.resolve("gone"));
    assertThat(report.family()).isEqualTo(ModelFamily.UNKNOWN);
    assertThat(report.pipeline()).isEqualTo("unknown");
    assertThat(report.problems())
        .anyMatch(problem -> problem.contains("model_index.json: must be"));
    assertThat(report.toText()).contains("problems:\n");
  }

  @Test
  void of_severalBrokenParts_listsAllOfThem() throws Exception {
    TinyModelFolder model = TinyModelFolder.in(root);
    model
        .set(TinyModelFolder.UNET, "class_embed_type", "\"timestep\"")
        .delete("vae/diffusion_pytorch_model.safetensors")
        .write("text_encoder/model.safetensors", "nonsense")
        .delete("tokenizer/merges.txt")
        .write("latentmesh.json", "{\"cfg\": 1}");
    ModelReport report = ModelReport.of(root);
    assertThat(report.problems())
        .anyMatch(problem -> problem.contains("unet/config.json: class_embed_type: must be null"))
        .anyMatch(problem -> problem.contains("vae: diffusion_pytorch_model.safetensors: must be"))
        .anyMatch(problem -> problem.contains("text_encoder/model.safetensors: size: must be"))
        .anyMatch(problem -> problem.contains("latentmesh.json: cfg: must be one of"))
        .anyMatch(problem -> problem.contains("tokenizer/merges.txt: must be a file"));
    assertThat(report.components().get(0).weights()).isNull();
    assertThat(weights(report.components().get(1)).parameters()).isEqualTo(1);
    assertThat(report.toJson()).contains("\"weights\" : null");
  }

  @Test
  void of_networksThatDoNotFit_isAProblem() {
    TinyModelFolder.in(root).set(TinyModelFolder.UNET, "cross_attention_dim", "96");
    assertThat(ModelReport.of(root).problems())
        .anyMatch(problem ->
            problem.endsWith(
                "cross_attention_dim: must be 192, the text encoder's hidden_size, was 96"));
  }

  @Test
  void of_otherPipeline_isUnknown() {
    TinyModelFolder.in(root)
        .set(TinyModelFolder.INDEX, "_class_name", "\"StableDiffusionUpscalePipeline\"")
        .set(TinyModelFolder.UNET, "class_embed_type", "\"timestep\"");
    ModelReport report = ModelReport.of(root);
    assertThat(report.family()).isEqualTo(ModelFamily.UNKNOWN);
    assertThat(report.problems()).anyMatch(problem -> problem.contains("class_embed_type"));
    assertThat(report.problems().getFirst()).contains("model_index.json: _class_name: must be");
  }

  @ParameterizedTest
  @CsvSource({
    "false, 4, null, SD1",
    "false, 9, null, SD1_INPAINT",
    "false, 4, 256, SD1_LCM",
    "true, 4, null, SD2",
    "true, 5, null, SD2_DEPTH",
    "true, 9, null, SD2_INPAINT",
  })
  void of_oneEncoder_isToldByTheDenoiser(
      String linear, String channels, String condition, ModelFamily family) {
    TinyModelFolder.in(root)
        .set(TinyModelFolder.UNET, "use_linear_projection", linear)
        .set(TinyModelFolder.UNET, "in_channels", channels)
        .set(TinyModelFolder.UNET, "time_cond_proj_dim", condition);
    assertThat(ModelReport.of(root).family()).isEqualTo(family);
  }

  @ParameterizedTest
  @CsvSource({"4, null, SDXL", "9, null, SDXL_INPAINT", "4, 256, SDXL_LCM"})
  void of_twoEncoders_isToldByTheDenoiser(String channels, String condition, ModelFamily family) {
    TinyModelFolder.in(root)
        .asSdxl()
        .set(TinyModelFolder.UNET, "in_channels", channels)
        .set(TinyModelFolder.UNET, "time_cond_proj_dim", condition);
    ModelReport report = ModelReport.of(root);
    assertThat(report.family()).isEqualTo(family);
    assertThat(report.components())
        .extracting(ComponentReport::name)
        .containsExactly("text_encoder", "text_encoder_2", "unet", "vae");
    assertThat(report.problems())
        .anyMatch(p -> p.contains("text_encoder_2") && p.contains("token_embedding.weight"));
  }

  @Test
  void of_secondEncoderOnly_isTheRefiner() {
    TinyModelFolder.in(root).asRefiner();
    ModelReport report = ModelReport.of(root);
    assertThat(report.family()).isEqualTo(ModelFamily.SDXL_REFINER);
    assertThat(report.components())
        .extracting(ComponentReport::name)
        .containsExactly("text_encoder_2", "unet", "vae");
  }

  @Test
  void of_integerWeights_namesSomeAndCountsTheRest() throws Exception {
    TinyModelFolder model = TinyModelFolder.in(root);
    SafetensorsWriter weights =
        new SafetensorsWriter().longs("x.position_ids", List.of(1L), new long[1]);
    for (int i = 0; i < 7; i++) {
      weights.longs("t" + i, List.of(1L), new long[1]);
    }
    weights.write(model.file("unet/diffusion_pytorch_model.safetensors"));
    List<String> problems = ModelReport.of(root).problems();
    assertThat(problems)
        .filteredOn(problem -> problem.endsWith("must be F32, F16, BF16 or F64, was I64"))
        .hasSize(5)
        .first()
        .asString()
        .contains("tensor 't0': dtype:");
    assertThat(problems).anyMatch(problem -> problem.endsWith("2 more tensors of such types"));
  }

  @Test
  void of_missingTensors_namesFileAndTensor() {
    TinyModelFolder.in(root);
    assertThat(ModelReport.of(root).problems())
        .anyMatch(p -> p.contains("unet") && p.contains("conv_in.weight"))
        .anyMatch(p -> p.contains("vae") && p.contains("decoder.conv_in.weight"))
        .anyMatch(p -> p.contains("vae") && p.contains("encoder.conv_in.weight"))
        .anyMatch(p -> p.contains("text_encoder") && p.contains("token_embedding.weight"));
  }

  @Test
  void of_everyComponentMissing_doesNotThrow() throws Exception {
    Files.writeString(root.resolve("model_index.json"), "{}");
    assertThatCode(() -> ModelReport.of(root).toText()).doesNotThrowAnyException();
  }

  private static WeightReport weights(ComponentReport component) {
    return Objects.requireNonNull(component.weights());
  }
}
