package io.latentmesh.networks.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.architecture.AutoencoderDecoderNetwork;
import io.latentmesh.networks.architecture.AutoencoderEncoderNetwork;
import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.TextSlot;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.TensorFiles;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files with the published models' headers and no data. What is expected is written down once in
 * the training code's terms and once in the reference's; the parameter counts are those of the
 * model cards and papers, which neither text could meet by accident.
 */
class PublishedSizesTest {
  @TempDir private Path folder;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of(
            PublishedModels.sd1(),
            CheckpointFamily.SD1,
            PublishedModels.SD1_UNET,
            859_520_964L,
            List.of("text_encoder", "unet", "vae")),
        Arguments.of(
            PublishedModels.sd2(),
            CheckpointFamily.SD2,
            PublishedModels.SD2_UNET,
            865_910_724L,
            List.of("text_encoder", "unet", "vae")),
        Arguments.of(
            PublishedModels.sdxl(),
            CheckpointFamily.SDXL,
            PublishedModels.SDXL_UNET,
            2_567_463_684L,
            List.of("text_encoder", "text_encoder_2", "unet", "vae")),
        Arguments.of(
            PublishedModels.refiner(),
            CheckpointFamily.SDXL_REFINER,
            PublishedModels.REFINER_UNET,
            2_259_526_660L,
            List.of("text_encoder_2", "unet", "vae")));
  }

  @ParameterizedTest
  @MethodSource("models")
  void open_ofEachFamily_findsEveryTensorOfTheDenoiserInItsShape(
      LdmCheckpoint checkpoint,
      CheckpointFamily family,
      ReferenceUnet unet,
      long parameters,
      List<String> components) {
    SingleFileModel model = open(checkpoint);
    assertThat(model.family()).isEqualTo(family);
    assertThat(model.components())
        .extracting(CheckpointComponent::name)
        .containsExactlyElementsOf(components);
    Map<String, List<Long>> found = shapes(component(model, "unet"));
    assertThat(found).isEqualTo(unet.shapes());
    assertThat(elements(found)).isEqualTo(parameters);
  }

  @ParameterizedTest
  @MethodSource("models")
  void open_ofEachFamily_givesTheDecoderAndEncoderAllOfTheirTensors(
      LdmCheckpoint checkpoint,
      CheckpointFamily family,
      ReferenceUnet unet,
      long parameters,
      List<String> components) {
    CheckpointComponent vae = component(open(checkpoint), "vae");
    VaeConfig config = VaeConfig.parse(vae.configOrigin(), vae.configJson());
    NetworkGraph decoder = AutoencoderDecoderNetwork.graph(config, Weights.of(vae.weights()));
    NetworkGraph encoder = AutoencoderEncoderNetwork.graph(config, Weights.of(vae.weights()));
    assertThat(decoder.parameters() + encoder.parameters()).isEqualTo(83_653_863);
    assertThat(decoder.unusedTensors())
        .allMatch(n -> n.startsWith("encoder.") || n.startsWith("quant"));
    assertThat(config.scaling().factor()).isEqualTo(family.scalingFactor());
    assertThat(config.scaleFactor()).isEqualTo(8);
  }

  @Test
  void open_ofSd1_fitsTheNetworksOfThePublishedConfigs() {
    SingleFileModel model = open(PublishedModels.sd1());
    UnetConfig unet = unet(model);
    assertThat(unet.levels().attentionHeads()).containsOnly(8);
    assertThat(unet.attention().linearProjection()).isFalse();
    assertThat(unet.sampleSize()).isEqualTo(64);
    assertThat(UnetNetwork.graph(unet, weights(model, "unet")).unusedTensors()).isEmpty();
    ClipTextConfig text = text(model, "text_encoder");
    NetworkGraph graph = ClipTextNetwork.graph(text, weights(model, "text_encoder"));
    assertThat(graph.parameters()).isEqualTo(123_060_480);
    assertThat(graph.unusedTensors()).isEmpty();
    assertThat(text.heads()).isEqualTo(12);
    assertThat(model.warnings()).isEmpty();
    assertThat(model.pipeline()).isEqualTo("StableDiffusionPipeline");
    assertThat(model.scheduler()).isEqualTo("PNDMScheduler");
  }

  @Test
  void open_ofSd2_fitsTheNetworksOfThePublishedConfigs() {
    SingleFileModel model = open(PublishedModels.sd2());
    UnetConfig unet = unet(model);
    assertThat(unet.levels().attentionHeads()).containsExactly(5, 10, 20, 20);
    assertThat(unet.attention().linearProjection()).isTrue();
    assertThat(unet.sampleSize()).isEqualTo(96);
    assertThat(UnetNetwork.graph(unet, weights(model, "unet")).unusedTensors()).isEmpty();
    ClipTextConfig text = text(model, "text_encoder");
    NetworkGraph graph = ClipTextNetwork.graph(text, weights(model, "text_encoder"));
    assertThat(text.layers()).isEqualTo(23);
    assertThat(text.heads()).isEqualTo(16);
    assertThat(graph.parameters()).isEqualTo(340_387_840);
    assertThat(graph.unusedTensors()).isEmpty();
    assertThat(model.scheduler()).isEqualTo("DDIMScheduler");
  }

  @Test
  void open_ofSdxl_hasBothTextEncodersAndTheProjection() {
    SingleFileModel model = open(PublishedModels.sdxl());
    NetworkGraph first =
        ClipTextNetwork.graph(text(model, "text_encoder"), weights(model, "text_encoder"));
    assertThat(first.parameters()).isEqualTo(123_060_480);
    ClipTextConfig text = text(model, "text_encoder_2");
    NetworkGraph second = ClipTextNetwork.graph(text, weights(model, "text_encoder_2"));
    assertThat(text.layers()).isEqualTo(32);
    assertThat(text.heads()).isEqualTo(20);
    assertThat(second.parameters()).isEqualTo(694_659_840);
    assertThat(second.unusedTensors()).isEmpty();
    assertThat(component(model, "text_encoder_2").weights().slices())
        .extractingByKey("text_projection.weight")
        .returns(TensorSlice.Order.TRANSPOSED, TensorSlice::order);
    assertThat(component(model, "text_encoder_2").architecture())
        .isEqualTo("CLIPTextModelWithProjection");
    assertThat(model.warnings()).isEmpty();
    assertThat(model.pipeline()).isEqualTo("StableDiffusionXLPipeline");
    assertThat(component(model, "unet").configJson())
        .contains("\"transformer_layers_per_block\" : [ 1, 2, 10 ]")
        .contains("\"attention_head_dim\" : [ 5, 10, 20 ]")
        .contains("\"projection_class_embeddings_input_dim\" : 2816")
        .contains("\"DownBlock2D\", \"CrossAttnDownBlock2D\", \"CrossAttnDownBlock2D\"")
        .contains("\"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\", \"UpBlock2D\"");
  }

  @Test
  void open_ofTheRefiner_isAnImageToImagePipeline() {
    SingleFileModel model = open(PublishedModels.refiner());
    assertThat(model.pipeline()).isEqualTo("StableDiffusionXLImg2ImgPipeline");
    assertThat(model.modelIndexJson()).contains("\"requires_aesthetics_score\" : true");
    assertThat(component(model, "unet").configJson())
        .contains("\"attention_head_dim\" : [ 6, 12, 24, 24 ]")
        .contains("\"cross_attention_dim\" : 1280");
  }

  @Test
  void open_ofNineChannels_isAnInpaintingPipeline() {
    SingleFileModel model = open(PublishedModels.sd1(9));
    assertThat(model.pipeline()).isEqualTo("StableDiffusionInpaintPipeline");
    assertThat(unet(model).inChannels()).isEqualTo(9);
    assertThat(model.scheduler()).isEqualTo("DDIMScheduler");
  }

  @Test
  void open_ofSd2WithDepth_predictsNoiseWithoutBeingAsked() {
    SingleFileModel model = open(PublishedModels.sd2(5));
    assertThat(model.pipeline()).isEqualTo("StableDiffusionDepth2ImgPipeline");
    assertThat(model.predictionType()).isEqualTo(PredictionType.EPSILON);
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void open_fusedProjections_areThirdsOfTheSameBytes() {
    Map<String, TensorSlice> slices =
        component(open(PublishedModels.sd2()), "text_encoder").weights().slices();
    String layer = "text_model.encoder.layers.3.self_attn.";
    List<TensorSlice> parts =
        Stream.of("q_proj", "k_proj", "v_proj")
            .map(part -> slice(slices, layer + part + ".weight"))
            .toList();
    assertThat(parts).extracting(TensorSlice::shape).containsOnly(List.of(1024L, 1024L));
    assertThat(parts.get(1).stored().begin()).isEqualTo(parts.get(0).stored().end());
    assertThat(parts.get(2).stored().begin()).isEqualTo(parts.get(1).stored().end());
    assertThat(parts.getFirst().stored().name())
        .isEqualTo("cond_stage_model.model.transformer.resblocks.3.attn.in_proj_weight");
  }

  private SingleFileModel open(LdmCheckpoint checkpoint) {
    Path file =
        TensorFiles.writeHole(folder.resolve("m.safetensors"), Dtype.F16, checkpoint.shapes());
    return SingleFileModel.open(file, SingleFileOptions.none());
  }

  private static CheckpointComponent component(SingleFileModel model, String name) {
    return model.component(name).orElseThrow();
  }

  private static Weights weights(SingleFileModel model, String name) {
    return Weights.of(component(model, name).weights());
  }

  private static UnetConfig unet(SingleFileModel model) {
    CheckpointComponent unet = component(model, "unet");
    return UnetConfig.parse(unet.configOrigin(), unet.configJson());
  }

  private static ClipTextConfig text(SingleFileModel model, String name) {
    CheckpointComponent text = component(model, name);
    TextSlot slot = name.equals("text_encoder") ? TextSlot.FIRST : TextSlot.SECOND;
    return ClipTextConfig.parse(text.configOrigin(), text.configJson(), slot.architecture());
  }

  private static TensorSlice slice(Map<String, TensorSlice> slices, String name) {
    TensorSlice slice = slices.get(name);
    assertThat(slice).as(name).isNotNull();
    return Objects.requireNonNull(slice);
  }

  private static Map<String, List<Long>> shapes(CheckpointComponent component) {
    return component.weights().slices().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().shape()));
  }

  private static long elements(Map<String, List<Long>> shapes) {
    return shapes.values().stream()
        .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
        .sum();
  }
}
