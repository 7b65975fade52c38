package io.latentmesh.networks.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Whether the parts of one model fit each other.
 *
 * @param origin what errors about the denoiser name
 * @param text one or two encoders, in the order in which their states are joined
 */
public record ModelFit(Path origin, List<ClipTextConfig> text, UnetConfig unet, VaeConfig vae) {
  public ModelFit {
    text = List.copyOf(text);
  }

  /**
   * Refuses networks that do not fit each other.
   *
   * @throws ModelFolderException if there are any
   */
  public void check() {
    checkConditioning();
    checkTextTime();
    checkChannels();
  }

  /**
   * Refuses defaults that do not fit the networks.
   *
   * @param file what errors name
   * @throws ModelFolderException if there are any
   */
  public void check(ModelDefaults defaults, Path file) {
    checkSize(file, "width", defaults.width());
    checkSize(file, "height", defaults.height());
    defaults.preview().ifPresent(map -> checkPreview(file, map));
  }

  private void checkConditioning() {
    int width = text.stream().mapToInt(ClipTextConfig::hiddenSize).sum();
    String whose =
        text.size() == 1
            ? "the text encoder's hidden_size"
            : "the sum of the text encoders' hidden_size";
    requireEqual("cross_attention_dim", whose, width, unet.crossAttentionSize());
  }

  /** A projected text and sizes go together: only SDXL's pipelines have either. */
  private void checkTextTime() {
    ClipTextConfig last = text.getLast();
    boolean projected = last.architecture() == TextArchitecture.PROJECTED;
    if (projected != unet.embeddings().textTime().isPresent()) {
      String rule = projected ? "\"text_time\", for " : "null, without ";
      throw refused("addition_embed_type: must be " + rule + TextSlot.SECOND.encoder());
    }
    unet.embeddings().textTime().ifPresent(textTime -> checkTimeIds(textTime, last));
  }

  /** Five ids with an aesthetic score, six with the target size. */
  private void checkTimeIds(TextTimeConfig textTime, ClipTextConfig encoder) {
    int ids = textTime.timeIds(encoder.projectionSize());
    if (ids != 5 && ids != 6) {
      throw refused(
          "projection_class_embeddings_input_dim: must be the text encoder's projection_dim (%d)"
                  .formatted(encoder.projectionSize())
              + " plus 5 or 6 times addition_time_embed_dim (%d), was %d"
                  .formatted(textTime.featuresPerId(), textTime.inputSize()));
    }
  }

  private void checkChannels() {
    int latent = vae.latentChannels();
    List<Integer> supported = List.of(latent, latent + 1, 2 * latent + 1);
    if (!supported.contains(unet.inChannels())) {
      throw refused(
          "in_channels: must be one of %s (the VAE's latent_channels; with a depth map; with a mask"
                  .formatted(supported)
              + " and a masked image), was %d".formatted(unet.inChannels()));
    }
    requireEqual("out_channels", "the VAE's latent_channels", latent, unet.outChannels());
  }

  /** Refuses a map for latents of another width. */
  private void checkPreview(Path file, PreviewMap preview) {
    if (preview.channels() != vae.latentChannels()) {
      throw new ModelFolderException(
          file,
          "preview.factors: length of each list: must be %d, the VAE's latent_channels, was %d"
              .formatted(vae.latentChannels(), preview.channels()));
    }
  }

  /** Refuses default sizes that the autoencoder cannot draw. */
  private void checkSize(Path file, String key, OptionalInt pixels) {
    int factor = vae.scaleFactor();
    if (pixels.isPresent() && pixels.getAsInt() % factor != 0) {
      throw new ModelFolderException(
          file,
          "%s: must be a multiple of %d, the VAE's factor, was %d"
              .formatted(key, factor, pixels.getAsInt()));
    }
  }

  private void requireEqual(String key, String whose, int expected, int found) {
    if (expected != found) {
      throw refused("%s: must be %d, %s, was %d".formatted(key, expected, whose, found));
    }
  }

  private ModelFolderException refused(String message) {
    return new ModelFolderException(origin, message);
  }
}
