package io.latentmesh.networks.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.folder.ModelFolderException;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.graph.WeightsException;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsException;
import io.latentmesh.networks.safetensors.TensorFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints that are not what they seem: an error that names the tensor. */
class HostileCheckpointTest {
  private static final String UNET = "model.diffusion_model.";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "model.diffusion_model.double_blocks.0.img_mod.lin.weight, a Flux model",
    "model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight, a Stable Diffusion 3 model",
    "control_model.input_blocks.0.0.weight, a ControlNet",
    "lora_unet_down_blocks_0_attentions_0_proj_in.alpha, a LoRA",
    "down_blocks.0.resnets.0.conv1.weight, the denoiser of a diffusers folder",
    "x, none that is known"
  })
  void open_ofAnotherKind_saysWhatItIs(String tensor, String kind) {
    refused(Map.of(tensor, List.of(1L)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("must be a Stable Diffusion checkpoint")
        .hasMessageEndingWith("was " + kind);
  }

  @Test
  void open_withoutTextEncoders_isKnownByItsWidthAndWarns() {
    Map<String, List<Long>> shapes = PublishedModels.sd1().shapes();
    shapes.keySet().removeIf(name -> name.startsWith("cond_stage_model."));
    SingleFileModel model = open(shapes);
    assertThat(model.family()).isEqualTo(CheckpointFamily.SD1);
    assertThat(model.components())
        .extracting(CheckpointComponent::name)
        .containsExactly("unet", "vae");
    assertThat(model.warnings())
        .containsExactly(
            "text_encoder: the file has none (no tensor 'cond_stage_model.transformer.…')");
  }

  @Test
  void open_missingTensorOfANetwork_isNamedWhenItIsNeeded() {
    Map<String, List<Long>> shapes = PublishedModels.sd1().shapes();
    shapes.remove(UNET + "output_blocks.4.1.transformer_blocks.0.attn2.to_v.weight");
    CheckpointComponent unet = open(shapes).component("unet").orElseThrow();
    UnetConfig config = UnetConfig.parse(unet.configOrigin(), unet.configJson());
    assertThatThrownBy(() -> UnetNetwork.graph(config, Weights.of(unet.weights())))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("m.safetensors")
        .hasMessageContaining(
            "up_blocks.1.attentions.1.transformer_blocks.0.attn2.to_v.weight: expected shape");
  }

  @Test
  void open_superfluousTensors_areWarnedOf() {
    SingleFileModel model =
        open(PublishedModels.sd1().put(UNET + "extra.weight", 1).put("surprise", 2).shapes());
    assertThat(model.warnings())
        .containsExactly(
            "2 tensors belong to no component: model.diffusion_model.extra.weight, surprise");
  }

  @Test
  void open_gapInTheBlocks_isNamed() {
    Map<String, List<Long>> shapes = PublishedModels.sd1().shapes();
    shapes.keySet().removeIf(name -> name.startsWith(UNET + "input_blocks.5."));
    refused(shapes)
        .hasMessageContaining(UNET + "input_blocks': must be a list without gaps, lacks element 5");
  }

  @Test
  void open_unequalLevels_isRefused() {
    Map<String, List<Long>> shapes = PublishedModels.sd1().shapes();
    shapes.keySet().removeIf(name -> name.startsWith(UNET + "input_blocks.11."));
    refused(shapes).hasMessageContaining("input_blocks: must be levels of equal length");
  }

  @ParameterizedTest
  @CsvSource({
    "input_blocks.99999999999999999999.0.weight",
    "input_blocks.512.0.weight",
    "input_blocks.-1.0.weight",
    "input_blocks.x.weight"
  })
  void open_blockBeyondAnyNetwork_isRefusedByItsName(String name) {
    refused(PublishedModels.sd1().put(UNET + name, 1).shapes())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("tensor 'model.diffusion_model.input_blocks.")
        .hasMessageContaining("must go on with an index below 512");
  }

  @Test
  void open_twoTensorsForOneName_isRefusedWithBoth() {
    refused(
            PublishedModels.sd1()
                .put(UNET + "output_blocks.5.1.conv.weight", 1)
                .put(UNET + "output_blocks.5.2.conv.weight", 1)
                .shapes())
        .hasMessageContaining("must be the only up_blocks.1.upsamplers.0.conv.weight");
  }

  @Test
  void open_fusedProjectionThatDoesNotDivide_isNamed() {
    refused(
            PublishedModels.sd2()
                .put("cond_stage_model.model.transformer.resblocks.0.attn.in_proj_weight", 4, 1024)
                .shapes())
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("resblocks.0.attn.in_proj_weight': shape: must have a first axis");
  }

  @Test
  void open_scalarWhereAMatrixShouldBe_isNamed() {
    refused(PublishedModels.sd1().put(UNET + "input_blocks.0.0.weight").shapes())
        .hasMessageContaining("conv_in.weight': shape: must have more than 1 axes, was []");
  }

  @Test
  void open_widthThatNoConfigMayHave_isRefusedByTheConfig() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>(PublishedModels.sd1().shapes());
    shapes.put(UNET + "input_blocks.1.0.out_layers.3.weight", List.of(2_000_000L, 1L));
    CheckpointComponent unet = open(shapes).component("unet").orElseThrow();
    assertThatThrownBy(() -> UnetConfig.parse(unet.configOrigin(), unet.configJson()))
        .isInstanceOf(ModelFolderException.class)
        .hasMessageContaining("m.safetensors (unet): block_out_channels: must be a list");
  }

  @Test
  void open_nameOfManyDots_endsSoon() {
    String name = "first_stage_model." + "a.".repeat(20_000) + "b";
    Map<String, List<Long>> shapes = PublishedModels.sd1().put(name, 1).shapes();
    SingleFileModel model = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> open(shapes));
    assertThat(model.warnings().getFirst()).hasSizeLessThan(300).contains("first_stage_model.a.a");
  }

  @Test
  void open_pickleUnderItsOwnName_isRefusedWithTheRemedy() throws IOException {
    Path file = folder.resolve("model.ckpt");
    Files.write(file, "(lp0\n.some older pickle".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> SingleFileModel.open(file, SingleFileOptions.none()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is called a pickle and none of it was loaded")
        .hasMessageContaining("convert it to safetensors");
  }

  @Test
  void open_yamlTooLarge_isRefused() throws IOException {
    Files.writeString(folder.resolve("m.yaml"), " ".repeat(4_000_001));
    refused(PublishedModels.sd1().shapes()).hasMessageContaining("m.yaml: size: must be at most");
  }

  private AbstractThrowableAssert<?, ?> refused(Map<String, List<Long>> shapes) {
    return assertThatThrownBy(() -> open(shapes));
  }

  private SingleFileModel open(Map<String, List<Long>> shapes) {
    Path file = folder.resolve("m.safetensors");
    return SingleFileModel.open(
        TensorFiles.writeHole(file, Dtype.F16, shapes), SingleFileOptions.none());
  }
}
