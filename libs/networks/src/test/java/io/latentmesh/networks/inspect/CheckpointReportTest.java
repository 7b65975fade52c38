package io.latentmesh.networks.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.networks.checkpoint.SingleFileOptions;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.FileHash;
import io.latentmesh.networks.safetensors.TensorFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointReportTest {
  private static final String UNET = "model.diffusion_model.";

  @TempDir private Path folder;

  @Test
  void of_checkpoint_namesFamilyComponentsAndWhatIsMissing() throws Exception {
    ModelReport report = ModelReport.of(checkpoint());
    assertThat(report.name()).isEqualTo("my.model");
    assertThat(report.family()).isEqualTo(ModelFamily.SD2);
    assertThat(report.predictionType()).isEqualTo("v_prediction");
    assertThat(report.pipeline()).isEqualTo("StableDiffusionPipeline");
    assertThat(report.components()).extracting(ComponentReport::name).containsExactly("unet");
    assertThat(report.warnings())
        .anyMatch(warning -> warning.startsWith("prediction_type: neither the file nor"))
        .anyMatch(warning -> warning.startsWith("vae: the file has none"))
        .anyMatch(warning -> warning.startsWith("text_encoder: the file has none"))
        .contains("1 tensors belong to no component: leftover");
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("my.model.safetensors: ")
        .contains("tensors do not fit the configuration")
        .contains("time_embedding.linear_1.weight: expected shape [128, 32], found no such tensor");
  }

  @Test
  void of_checkpoint_countsWhatTheComponentHas() throws Exception {
    Path file = checkpoint();
    WeightReport unet = ModelReport.of(file).components().getFirst().weights();
    assertThat(unet).isNotNull();
    assertThat(unet.file()).isEqualTo(file);
    assertThat(unet.sha256()).isEqualTo(FileHash.sha256(file));
    assertThat(unet.dtypes()).containsOnlyKeys(Dtype.F16);
    assertThat(unet.bytes()).isEqualTo(2 * unet.parameters());
  }

  @Test
  void toJson_ofCheckpoint_hasWarningsAndPredictionType() throws Exception {
    JsonNode json = new ObjectMapper().readTree(ModelReport.of(checkpoint()).toJson());
    assertThat(json.at("/prediction_type").asText()).isEqualTo("v_prediction");
    assertThat(json.at("/warnings")).hasSize(4);
    assertThat(ModelReport.of(checkpoint()).toText())
        .startsWith("my.model (sd2)  ")
        .contains("StableDiffusionPipeline, DDIMScheduler, prediction type v_prediction")
        .contains("\nwarning: prediction_type: ");
  }

  @Test
  void of_checkpointWithAConfigFolder_isDescribedByIt() throws Exception {
    Path configs = Files.createDirectories(folder.resolve("configs"));
    Files.writeString(configs.resolve("model_index.json"), "{\"_class_name\":\"Described\"}");
    SingleFileOptions options = new SingleFileOptions(Optional.empty(), Optional.of(configs));
    assertThat(ModelReport.of(checkpoint(), options).pipeline()).isEqualTo("Described");
  }

  @Test
  void of_pickle_isAProblemAndNothingElse() throws Exception {
    Path file = folder.resolve("model.ckpt");
    Files.write(file, "PK\u0003\u0004model/data.pkl".getBytes(StandardCharsets.US_ASCII));
    ModelReport report = ModelReport.of(file);
    assertThat(report.family()).isEqualTo(ModelFamily.UNKNOWN);
    assertThat(report.components()).isEmpty();
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("was a zip, as torch.save writes: a pickle can run code");
  }

  /** The least that is known as a denoiser: one level, and a conditioning as wide as SD 2's. */
  private Path checkpoint() {
    Path file = folder.resolve("my.model.safetensors");
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put(UNET + "input_blocks.0.0.weight", List.of(32L, 4L, 3L, 3L));
    shapes.put(UNET + "input_blocks.1.0.out_layers.3.weight", List.of(32L, 32L, 3L, 3L));
    shapes.put(UNET + "output_blocks.0.0.in_layers.0.weight", List.of(64L));
    shapes.put(UNET + "output_blocks.1.0.in_layers.0.weight", List.of(64L));
    shapes.put(UNET + "middle_block.1.proj_in.weight", List.of(32L, 32L));
    shapes.put(UNET + "middle_block.1.transformer_blocks.0.attn2.to_k.weight", List.of(32L, 1024L));
    shapes.put(UNET + "out.2.weight", List.of(4L, 32L, 3L, 3L));
    shapes.put("leftover", List.of(1L));
    return TensorFiles.writeHole(file, Dtype.F16, shapes);
  }
}
