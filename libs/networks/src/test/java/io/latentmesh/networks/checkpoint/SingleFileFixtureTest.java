package io.latentmesh.networks.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.ModelCopy;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A checkpoint gives the values of the folder that it was made from. */
class SingleFileFixtureTest {
  private static final SingleFileOptions WITH_CONFIGS =
      new SingleFileOptions(Optional.empty(), Optional.of(ModelCopy.sd1()));
  private static final List<String> COMPONENTS = List.of("text_encoder", "unet", "vae");

  @TempDir private static Path folder;

  /** One made here from the folder, and the fixture's own where all fixtures are. */
  static Stream<Path> checkpoints() {
    Path fixture =
        Path.of(System.getProperty("latentmesh.fixtures", "."))
            .resolve("single-file", "sd1-ldm-fp16.safetensors");
    return Files.exists(fixture) ? Stream.of(made(), fixture) : Stream.of(made());
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void open_ofTheFixture_givesEveryValueOfTheFolder(Path checkpoint) {
    SingleFileModel model = SingleFileModel.open(checkpoint, WITH_CONFIGS);
    assertThat(model.family()).isEqualTo(CheckpointFamily.SD1);
    for (String component : COMPONENTS) {
      Map<String, TensorSlice> slices = model.component(component).orElseThrow().weights().slices();
      try (SafetensorsFile original =
              SafetensorsFile.open(SingleFileCheckpoints.weights(component));
          SafetensorsFile file = SafetensorsFile.open(checkpoint)) {
        assertThat(slices.keySet())
            .containsExactlyInAnyOrderElementsOf(original.entries().keySet());
        slices.forEach((name, slice) -> {
          if (slice.dtype().isFloat()) {
            assertThat(file.floats(slice.stored().name()))
                .as("%s %s", component, name)
                .isEqualTo(original.floats(name));
          }
        });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void open_ofTheFixture_takesConfigsFromTheFolderAndWarnsOfNothing(Path checkpoint) {
    SingleFileModel model = SingleFileModel.open(checkpoint, WITH_CONFIGS);
    CheckpointComponent unet = model.component("unet").orElseThrow();
    assertThat(UnetConfig.parse(unet.configOrigin(), unet.configJson()))
        .isEqualTo(DiffusersFolder.open(ModelCopy.sd1()).unetConfig());
    assertThat(unet.configOrigin()).isEqualTo(ModelCopy.sd1().resolve("unet", "config.json"));
    assertThat(model.schedulerConfigJson())
        .isEqualTo(DiffusersFolder.open(ModelCopy.sd1()).schedulerConfigJson());
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void open_besideAFolderOfItsName_takesThatFoldersConfigs() throws IOException {
    Path file = folder.resolve("beside.safetensors");
    Files.copy(made(), file);
    Files.createSymbolicLink(folder.resolve("beside"), ModelCopy.sd1());
    SingleFileModel model = SingleFileModel.open(file, SingleFileOptions.none());
    assertThat(model.component("vae").orElseThrow().configOrigin())
        .isEqualTo(folder.resolve("beside", "vae", "config.json").toAbsolutePath());
  }

  @Test
  void open_withoutConfigs_derivesWhatShapesTell() {
    CheckpointComponent unet =
        SingleFileModel.open(made(), SingleFileOptions.none()).component("unet").orElseThrow();
    assertThat(unet.configJson())
        .contains("\"block_out_channels\" : [ 16, 32, 48 ]")
        .contains("\"CrossAttnDownBlock2D\", \"CrossAttnDownBlock2D\", \"DownBlock2D\"")
        .contains("\"UpBlock2D\", \"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\"")
        .contains("\"layers_per_block\" : 2")
        .contains("\"cross_attention_dim\" : 20")
        .contains("\"use_linear_projection\" : false");
  }

  private static Path made() {
    Path file = folder.resolve("made.safetensors");
    return Files.exists(file) ? file : SingleFileCheckpoints.sd1(file);
  }
}
