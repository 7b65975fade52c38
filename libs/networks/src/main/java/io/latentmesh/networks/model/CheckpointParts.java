package io.latentmesh.networks.model;

import io.latentmesh.networks.checkpoint.CheckpointComponent;
import io.latentmesh.networks.checkpoint.SingleFileModel;
import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.ModelDefaults;
import io.latentmesh.networks.folder.ModelFolderException;
import io.latentmesh.networks.folder.ModelIndex;
import io.latentmesh.networks.folder.TextSlot;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.folder.VaeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The parts of a checkpoint in one file. */
record CheckpointParts(SingleFileModel checkpoint, ModelIndex index) {

  static TextToImageModel open(Path file, ModelOptions options) {
    SingleFileModel checkpoint = SingleFileModel.open(file, options.ofSingleFile());
    ModelIndex index = ModelIndex.parse(checkpoint.file(), checkpoint.modelIndexJson());
    return new CheckpointParts(checkpoint, index).model(options);
  }

  private TextToImageModel model(ModelOptions options) {
    List<TextEncoderSource> text = index.textSlots().stream().map(this::textEncoder).toList();
    if (text.isEmpty()) {
      throw missing(TextSlot.FIRST.encoder(), "has none");
    }
    CheckpointComponent unet = component("unet");
    DenoiserSource denoiser =
        new DenoiserSource(
            UnetConfig.parse(unet.configOrigin(), unet.configJson()),
            text.getLast().config().projectionSize(),
            StoredWeights.of(unet.weights()));
    return new TextToImageModel(checkpoint.name(), text, denoiser, autoencoder(options), facts());
  }

  private TextEncoderSource textEncoder(TextSlot slot) {
    CheckpointComponent encoder = component(slot.encoder());
    return new TextEncoderSource(
        ClipTextConfig.parse(encoder.configOrigin(), encoder.configJson(), slot.architecture()),
        StoredWeights.of(encoder.weights()),
        tokenizer(slot));
  }

  /** That of the folder which describes the checkpoint, else the one of all published models. */
  private TokenizerSource tokenizer(TextSlot slot) {
    return checkpoint
        .configFolder()
        .map(folder -> folder.resolve(slot.tokenizer()))
        .filter(folder -> Files.isDirectory(folder))
        .<TokenizerSource>map(TokenizerSource.InFolder::new)
        .orElseGet(() -> new TokenizerSource.Clip(checkpoint.padToken(slot.encoder())));
  }

  private AutoencoderSource autoencoder(ModelOptions options) {
    if (options.vae().isPresent() && checkpoint.component("vae").isEmpty()) {
      return AutoencoderFiles.open(options.vae().get());
    }
    CheckpointComponent vae = component("vae");
    AutoencoderSource own =
        AutoencoderSource.of(
            VaeConfig.parse(vae.configOrigin(), vae.configJson()), StoredWeights.of(vae.weights()));
    return AutoencoderFiles.instead(own, options);
  }

  private ModelFacts facts() {
    ModelDefaults defaults =
        checkpoint.configFolder().map(ModelDefaults::read).orElse(ModelDefaults.none());
    return new ModelFacts(
        checkpoint.schedulerConfigJson(),
        defaults,
        index.zeroesMissingNegative(),
        checkpoint.warnings());
  }

  private CheckpointComponent component(String name) {
    return checkpoint.component(name).orElseThrow(() -> missing(name, "has none"));
  }

  private ModelFolderException missing(String component, String found) {
    String remedy = component.equals("vae") ? ", or another one must be chosen for it" : "";
    return new ModelFolderException(
        checkpoint.file(), "%s: must be in the file%s, %s".formatted(component, remedy, found));
  }
}
