package io.latentmesh.networks.checkpoint;

import java.util.List;

/**
 * The families whose single-file checkpoints are known, and what of them no shape tells: heads of
 * attention, scaling of latents, trained sizes. Facts: the published configs of each family.
 */
public enum CheckpointFamily {
  /** Stable Diffusion 1.x with CLIP-L. */
  SD1("sd1", 0.18215, 64),
  /** Stable Diffusion 2.x with OpenCLIP-H. */
  SD2("sd2", 0.18215, 64),
  /** Stable Diffusion XL base with CLIP-L and OpenCLIP-bigG. */
  SDXL("sdxl", 0.13025, 128),
  /** Stable Diffusion XL refiner with OpenCLIP-bigG. */
  SDXL_REFINER("sdxl-refiner", 0.13025, 128);

  private static final int SD1_HEADS = 8;
  private static final int HEAD_SIZE = 64;

  private final String label;
  private final double scalingFactor;
  private final int sampleSize;

  CheckpointFamily(String label, double scalingFactor, int sampleSize) {
    this.label = label;
    this.scalingFactor = scalingFactor;
    this.sampleSize = sampleSize;
  }

  /** As reports print it. */
  public String label() {
    return label;
  }

  /** By which latents are scaled before they are sampled. */
  double scalingFactor() {
    return scalingFactor;
  }

  /** Side of the latent that it was trained at, in latent pixels. */
  int sampleSize(PredictionType prediction) {
    boolean trainedAt768 = this == SD2 && prediction == PredictionType.V_PREDICTION;
    return trainedAt768 ? 96 : sampleSize;
  }

  /** Heads of the denoiser's attention in a block of so many channels. */
  long heads(long channels) {
    return this == SD1 ? SD1_HEADS : Math.max(1, channels / HEAD_SIZE);
  }

  /** Where its parts are in a checkpoint. */
  List<TextEncoderPart> textEncoders() {
    return switch (this) {
      case SD1 -> List.of(TextEncoderPart.clip("text_encoder", "cond_stage_model.transformer."));
      case SD2 ->
          List.of(TextEncoderPart.penultimateOpenClip("text_encoder", "cond_stage_model.model."));
      case SDXL ->
          List.of(
              TextEncoderPart.clip("text_encoder", "conditioner.embedders.0.transformer."),
              TextEncoderPart.openClip("text_encoder_2", "conditioner.embedders.1.model."));
      case SDXL_REFINER ->
          List.of(TextEncoderPart.openClip("text_encoder_2", "conditioner.embedders.0.model."));
    };
  }
}
