package io.latentmesh.networks.checkpoint;

import java.util.List;

/** The published models' sizes, in the training code's settings and in the reference's configs. */
final class PublishedModels {
  private static final List<Integer> FOUR_LEVELS = List.of(1, 2, 4, 4);
  private static final List<Integer> THREE_DEPTHS = List.of(1, 1, 1, 0);
  private static final List<Long> CHANNELS = List.of(320L, 640L, 1280L, 1280L);

  static final ReferenceUnet SD1_UNET =
      new ReferenceUnet(4, CHANNELS, THREE_DEPTHS, 1, 768, false, 0);
  static final ReferenceUnet SD2_UNET =
      new ReferenceUnet(4, CHANNELS, THREE_DEPTHS, 1, 1024, true, 0);
  static final ReferenceUnet SDXL_UNET =
      new ReferenceUnet(4, List.of(320L, 640L, 1280L), List.of(0, 2, 10), 10, 2048, true, 2816);
  static final ReferenceUnet REFINER_UNET =
      new ReferenceUnet(
          4, List.of(384L, 768L, 1536L, 1536L), List.of(0, 4, 4, 0), 4, 1280, true, 2560);

  private PublishedModels() {}

  static LdmCheckpoint sd1() {
    return sd1(4);
  }

  static LdmCheckpoint sd1(long inChannels) {
    return new LdmCheckpoint()
        .unet(new LdmCheckpoint.Unet(inChannels, 320, FOUR_LEVELS, THREE_DEPTHS, 1, 768, false, 0))
        .autoencoder()
        .clip("cond_stage_model.transformer.")
        .leftovers();
  }

  static LdmCheckpoint sd2() {
    return sd2(4);
  }

  static LdmCheckpoint sd2(long inChannels) {
    return new LdmCheckpoint()
        .unet(new LdmCheckpoint.Unet(inChannels, 320, FOUR_LEVELS, THREE_DEPTHS, 1, 1024, true, 0))
        .autoencoder()
        .openClip("cond_stage_model.model.", 1024, 24)
        .leftovers();
  }

  static LdmCheckpoint sdxl() {
    return new LdmCheckpoint()
        .unet(
            new LdmCheckpoint.Unet(
                4, 320, List.of(1, 2, 4), List.of(0, 2, 10), 10, 2048, true, 2816))
        .autoencoder()
        .clip("conditioner.embedders.0.transformer.")
        .openClip("conditioner.embedders.1.model.", 1280, 32);
  }

  static LdmCheckpoint refiner() {
    return new LdmCheckpoint()
        .unet(new LdmCheckpoint.Unet(4, 384, FOUR_LEVELS, List.of(0, 4, 4, 0), 4, 1280, true, 2560))
        .autoencoder()
        .openClip("conditioner.embedders.0.model.", 1280, 32);
  }
}
