package io.latentmesh.networks.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A text-to-image model as diffusers lays it out: {@code model_index.json}, one folder per
 * component, weights in safetensors. Opening reads every config and finds every file, so that what
 * is missing or unsupported is known before any weight is loaded. Immutable; holds no files open.
 */
public final class DiffusersFolder {
  private final Path root;
  private final ModelDefaults defaults;
  private final Networks networks;
  private final String schedulerConfigJson;

  private record Networks(ClipTextConfig text, UnetConfig unet, VaeConfig vae) {}

  private DiffusersFolder(
      Path root, ModelDefaults defaults, Networks networks, String schedulerConfigJson) {
    this.root = root;
    this.defaults = defaults;
    this.networks = networks;
    this.schedulerConfigJson = schedulerConfigJson;
  }

  /**
   * Opens a model folder. Folders of links (a hub cache's snapshots) are followed.
   *
   * @throws ModelFolderException if a file is missing, or a config asks for what is not supported
   */
  public static DiffusersFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ModelFolderException(
          folder, "must be a folder with " + ModelIndex.FILE + ", was " + kind(folder));
    }
    Path root = folder.toAbsolutePath().normalize();
    ModelIndex.read(root).requireSupported(root);
    DiffusersFolder model =
        new DiffusersFolder(
            root,
            ModelDefaults.read(root),
            new Networks(
                ClipTextConfig.read(root.resolve("text_encoder", "config.json")),
                UnetConfig.read(root.resolve("unet", "config.json")),
                VaeConfig.read(root.resolve("vae", "config.json"))),
            ModelFiles.schedulerConfig(root));
    model.checkFits();
    model.checkFiles();
    return model;
  }

  private static String kind(Path folder) {
    return Files.exists(folder) ? "a file" : "missing";
  }

  /** Refuses networks that do not fit each other. */
  private void checkFits() {
    Path unet = root.resolve("unet", "config.json");
    requireEqual(
        unet,
        "cross_attention_dim",
        "the text encoder's hidden_size",
        List.of(networks.text.hiddenSize(), networks.unet.crossAttentionSize()));
    requireEqual(
        unet,
        "in_channels",
        "the VAE's latent_channels",
        List.of(networks.vae.latentChannels(), networks.unet.inChannels()));
    requireEqual(
        unet,
        "out_channels",
        "the VAE's latent_channels",
        List.of(networks.vae.latentChannels(), networks.unet.outChannels()));
    checkSize("width", defaults.width());
    checkSize("height", defaults.height());
    defaults.preview().ifPresent(this::checkPreview);
  }

  /** Refuses a map for latents of another width. */
  private void checkPreview(PreviewMap preview) {
    requireEqual(
        root.resolve(ModelDefaults.FILE),
        "preview.factors: length of each list",
        "the VAE's latent_channels",
        List.of(networks.vae.latentChannels(), preview.channels()));
  }

  /** Refuses default sizes that the autoencoder cannot draw. */
  private void checkSize(String key, OptionalInt pixels) {
    int factor = networks.vae.scaleFactor();
    if (pixels.isPresent() && pixels.getAsInt() % factor != 0) {
      throw new ModelFolderException(
          root.resolve(ModelDefaults.FILE),
          "%s: must be a multiple of %d, the VAE's factor, was %d"
              .formatted(key, factor, pixels.getAsInt()));
    }
  }

  private static void requireEqual(
      Path file, String key, String whose, List<Integer> expectedAndFound) {
    if (!expectedAndFound.getFirst().equals(expectedAndFound.getLast())) {
      throw new ModelFolderException(
          file,
          "%s: must be %d, %s, was %d"
              .formatted(key, expectedAndFound.getFirst(), whose, expectedAndFound.getLast()));
    }
  }

  private void checkFiles() {
    textWeights();
    unetWeights();
    vaeWeights();
    ModelFiles.tokenizer(root);
  }

  /** What requests call the model: its own choice in {@code latentmesh.json}, else its folder's. */
  public String name() {
    return ModelName.of(root, defaults);
  }

  /** The folder, absolute; links are not resolved. */
  public Path root() {
    return root;
  }

  /** The text encoder's config. */
  public ClipTextConfig textConfig() {
    return networks.text;
  }

  /** The denoiser's config. */
  public UnetConfig unetConfig() {
    return networks.unet;
  }

  /** The autoencoder's config. */
  public VaeConfig vaeConfig() {
    return networks.vae;
  }

  /** The text encoder's weights; links are not resolved. */
  public Path textWeights() {
    return WeightFiles.find(root.resolve("text_encoder"), "model");
  }

  /** The denoiser's weights; links are not resolved. */
  public Path unetWeights() {
    return WeightFiles.find(root.resolve("unet"), "diffusion_pytorch_model");
  }

  /** The autoencoder's weights; links are not resolved. */
  public Path vaeWeights() {
    return WeightFiles.find(root.resolve("vae"), "diffusion_pytorch_model");
  }

  /** The tokenizer's folder: {@code vocab.json}, {@code merges.txt} and their configs. */
  public Path tokenizer() {
    return root.resolve("tokenizer");
  }

  /** {@code scheduler_config.json}, verbatim. */
  public String schedulerConfigJson() {
    return schedulerConfigJson;
  }

  /** The model's own recommendations. */
  public ModelDefaults defaults() {
    return defaults;
  }
}
