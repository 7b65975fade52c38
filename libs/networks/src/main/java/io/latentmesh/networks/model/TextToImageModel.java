package io.latentmesh.networks.model;

import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.ModelFit;
import io.latentmesh.networks.folder.ModelFolderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A text-to-image model: its parts, which fit each other, and what it says of itself. Immutable;
 * holds no files open.
 *
 * @param name what requests call it, unless its server was told otherwise
 * @param textEncoders one or two, in the order in which the denoiser sees their states side by
 *     side; the last one's projection is the pooled text of SDXL
 */
public record TextToImageModel(
    String name,
    List<TextEncoderSource> textEncoders,
    DenoiserSource denoiser,
    AutoencoderSource autoencoder,
    ModelFacts facts) {
  public TextToImageModel {
    textEncoders = List.copyOf(textEncoders);
  }

  /**
   * Opens a model: configs and headers, no weights.
   *
   * @param path a diffusers folder, a folder of exported ONNX graphs, or a checkpoint in one
   *     safetensors file
   * @throws ModelFolderException if a file is missing, or a config asks for what is not supported,
   *     or the parts do not fit each other
   * @throws io.latentmesh.networks.checkpoint.CheckpointException if a checkpoint is of no known
   *     family
   * @throws io.latentmesh.networks.safetensors.SafetensorsException if a file is malformed
   */
  public static TextToImageModel open(Path path, ModelOptions options) {
    TextToImageModel model = read(path.toAbsolutePath().normalize(), options);
    model.checkFit(path);
    return model;
  }

  /** Whether a folder holds exported ONNX graphs in place of weights. */
  public static boolean isExport(Path folder) {
    return OnnxParts.isExport(folder);
  }

  private static TextToImageModel read(Path path, ModelOptions options) {
    if (Files.isRegularFile(path)) {
      return CheckpointParts.open(path, options);
    }
    if (options.sayMoreThanFoldersTake()) {
      throw new ModelFolderException(
          path,
          "config and prediction_type: must be absent for a folder, which has configs of its own");
    }
    return OnnxParts.isExport(path) ? OnnxParts.open(path, options) : folder(path, options);
  }

  private static TextToImageModel folder(Path path, ModelOptions options) {
    DiffusersFolder folder = DiffusersFolder.open(path);
    AutoencoderSource own = AutoencoderSource.of(folder.vae());
    return new TextToImageModel(
        folder.name(),
        folder.textEncoders().stream().map(TextEncoderSource::of).toList(),
        DenoiserSource.of(folder),
        AutoencoderFiles.instead(own, options),
        new ModelFacts(
            folder.schedulerConfigJson(),
            folder.defaults(),
            folder.index().zeroesMissingNegative(),
            List.of()));
  }

  /** The same model under another name. */
  public TextToImageModel named(String other) {
    return new TextToImageModel(other, textEncoders, denoiser, autoencoder, facts);
  }

  private void checkFit(Path origin) {
    List<ClipTextConfig> text = textEncoders.stream().map(TextEncoderSource::config).toList();
    ModelFit fit = new ModelFit(origin, text, denoiser.config(), autoencoder.config());
    fit.check();
    fit.check(facts.defaults(), origin);
  }
}
