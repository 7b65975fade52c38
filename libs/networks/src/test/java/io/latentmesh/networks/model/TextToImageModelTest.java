package io.latentmesh.networks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.checkpoint.CheckpointFamily;
import io.latentmesh.networks.checkpoint.PredictionType;
import io.latentmesh.networks.checkpoint.SingleFileCheckpoints;
import io.latentmesh.networks.folder.ModelCopy;
import io.latentmesh.networks.folder.ModelFolderException;
import io.latentmesh.networks.folder.TinyModelFolder;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextToImageModelTest {
  private static final Path SD1 = ModelCopy.sd1();

  @TempDir private Path folder;

  @Test
  void open_ofACheckpoint_hasTheFoldersConfigsAndCheckpointsName() {
    TextToImageModel model = TextToImageModel.open(checkpoint(), describedBy(SD1));
    TextToImageModel reference = TextToImageModel.open(SD1, ModelOptions.none());
    assertThat(model.name()).isEqualTo("painter");
    assertThat(model.denoiser().config()).isEqualTo(reference.denoiser().config());
    assertThat(model.autoencoder().config()).isEqualTo(reference.autoencoder().config());
    assertThat(model.textEncoders().getFirst().config())
        .isEqualTo(reference.textEncoders().getFirst().config());
    assertThat(model.facts().schedulerConfigJson())
        .isEqualTo(reference.facts().schedulerConfigJson());
    assertThat(model.textEncoders().getFirst().tokenizer())
        .isEqualTo(new TokenizerSource.InFolder(SD1.resolve("tokenizer")));
  }

  @ParameterizedTest
  @CsvSource({
    "SD1, <|endoftext|>, '', 1",
    "SD2, !, '', 1",
    "SDXL, <|endoftext|>, !, 2",
    "SDXL_REFINER, !, '', 1"
  })
  void open_ofAPublishedCheckpointAlone_takesClipsTokenizerWithTheFamilysPadding(
      CheckpointFamily family, String first, String second, int encoders) {
    TextToImageModel model = TextToImageModel.open(published(family), ModelOptions.none());
    assertThat(model.textEncoders()).hasSize(encoders);
    assertThat(model.textEncoders().getFirst().tokenizer())
        .isEqualTo(new TokenizerSource.Clip(first));
    assertThat(model.textEncoders().getLast().tokenizer())
        .isEqualTo(new TokenizerSource.Clip(encoders == 1 ? first : second));
  }

  @Test
  void open_withAnotherVaeFile_takesItsWeightsAndItsOwnScaling() {
    Path other = published(CheckpointFamily.SD1);
    TextToImageModel model =
        TextToImageModel.open(published(CheckpointFamily.SDXL), withVae(other));
    assertThat(model.autoencoder().decoder().path()).isEqualTo(other);
    assertThat(model.autoencoder().config().scalingFactor()).isEqualTo(0.13025);
    assertThat(model.autoencoder().config().forceUpcast()).isTrue();
  }

  @Test
  void open_withAVaeFolder_takesItsScaling() {
    TinyModelFolder other = TinyModelFolder.in(folder.resolve("other"));
    other.set(TinyModelFolder.VAE, "scaling_factor", "0.5");
    assertThat(
            TextToImageModel.open(SD1, withVae(other.file("vae")))
                .autoencoder()
                .config()
                .scalingFactor())
        .isEqualTo(0.5);
  }

  @Test
  void open_withAVaeOfOtherChannels_isRefused() {
    TinyModelFolder other = TinyModelFolder.in(folder.resolve("other"));
    other.set(TinyModelFolder.VAE, "latent_channels", "16");
    assertThatThrownBy(() -> TextToImageModel.open(SD1, withVae(other.file("vae"))))
        .isInstanceOf(ModelFolderException.class)
        .hasMessageContaining("in_channels: must be one of [16, 17, 33]");
  }

  @Test
  void open_ofAFolderWithOptionsOfACheckpoint_isRefused() {
    assertThatThrownBy(() -> TextToImageModel.open(SD1, describedBy(SD1)))
        .hasMessageEndingWith(
            "config and prediction_type: must be absent for a folder, which has configs of its own");
  }

  @Test
  void open_ofNothing_saysWhatItShouldBe() {
    assertThatThrownBy(() -> TextToImageModel.open(folder.resolve("no"), ModelOptions.none()))
        .hasMessageContaining("must be a folder with model_index.json, was missing");
  }

  private Path checkpoint() {
    return SingleFileCheckpoints.sd1(folder.resolve("painter.safetensors"));
  }

  private Path published(CheckpointFamily family) {
    return SingleFileCheckpoints.published(family, folder.resolve(family + ".safetensors"));
  }

  private static ModelOptions describedBy(Path configs) {
    return new ModelOptions(
        Optional.empty(), Optional.of(configs), Optional.<PredictionType>empty());
  }

  private static ModelOptions withVae(Path vae) {
    return new ModelOptions(Optional.of(vae), Optional.empty(), Optional.empty());
  }
}
