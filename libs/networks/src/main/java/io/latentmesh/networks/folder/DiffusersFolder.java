package io.latentmesh.networks.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A text-to-image model as diffusers lays it out: {@code model_index.json}, one folder per
 * component, weights in safetensors. Opening reads every config and finds every file, so that what
 * is missing or unsupported is known before any weight is loaded. Immutable; holds no files open.
 */
public final class DiffusersFolder {
  private final Path root;
  private final ModelIndex index;
  private final ModelDefaults defaults;
  private final List<TextComponent> textEncoders;
  private final UnetConfig unet;
  private final VaeConfig vae;
  private final String schedulerConfigJson;

  private DiffusersFolder(Path root) {
    this.root = root;
    this.index = ModelIndex.read(root);
    index.requireSupported(root);
    this.defaults = ModelDefaults.read(root);
    this.textEncoders =
        index.textSlots().stream().map(slot -> TextComponent.read(slot, root)).toList();
    this.unet = UnetConfig.read(root.resolve("unet", "config.json"));
    this.vae = VaeConfig.read(root.resolve("vae", "config.json"));
    this.schedulerConfigJson = ModelFiles.schedulerConfig(root);
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
    DiffusersFolder model = new DiffusersFolder(folder.toAbsolutePath().normalize());
    model.checkFit();
    model.checkFiles();
    return model;
  }

  private void checkFit() {
    List<ClipTextConfig> text = textEncoders.stream().map(TextComponent::config).toList();
    ModelFit fit = new ModelFit(root.resolve("unet", "config.json"), text, unet, vae);
    fit.check();
    fit.check(defaults, root.resolve(ModelDefaults.FILE));
  }

  private static String kind(Path folder) {
    return Files.exists(folder) ? "a file" : "missing";
  }

  private void checkFiles() {
    for (TextComponent encoder : textEncoders()) {
      encoder.weights();
      ModelFiles.tokenizer(root, encoder.slot());
    }
    unetWeights();
    vaeWeights();
  }

  /** What requests call the model: its own choice in {@code latentmesh.json}, else its folder's. */
  public String name() {
    return ModelName.of(root, defaults);
  }

  /** The folder, absolute; links are not resolved. */
  public Path root() {
    return root;
  }

  /** What the model says of itself as a whole. */
  public ModelIndex index() {
    return index;
  }

  /**
   * The text encoders, one or two, in the order in which the denoiser sees their states side by
   * side. The last one's projection is the pooled text of SDXL.
   */
  public List<TextComponent> textEncoders() {
    return textEncoders;
  }

  /** The first text encoder's config. */
  public ClipTextConfig textConfig() {
    return textEncoders().getFirst().config();
  }

  /** The denoiser's config. */
  public UnetConfig unetConfig() {
    return unet;
  }

  /** The autoencoder's config. */
  public VaeConfig vaeConfig() {
    return vae;
  }

  /** The first text encoder's weights; links are not resolved. */
  public Path textWeights() {
    return textEncoders().getFirst().weights();
  }

  /** The denoiser's weights; links are not resolved. */
  public Path unetWeights() {
    return WeightFiles.find(root.resolve("unet"), "diffusion_pytorch_model");
  }

  /** The autoencoder. */
  public VaeFolder vae() {
    return new VaeFolder(root.resolve("vae"), vaeConfig());
  }

  /** The autoencoder's weights; links are not resolved. */
  public Path vaeWeights() {
    return vae().weights();
  }

  /**
   * The first text encoder's tokenizer: a folder with {@code vocab.json} and {@code merges.txt}.
   */
  public Path tokenizer() {
    return textEncoders().getFirst().tokenizer();
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
