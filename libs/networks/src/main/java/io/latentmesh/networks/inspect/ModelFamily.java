package io.latentmesh.networks.inspect;

import io.latentmesh.networks.checkpoint.CheckpointFamily;
import io.latentmesh.networks.folder.TextSlot;
import io.latentmesh.networks.folder.UnetConfig;
import java.util.List;

/** What kind of model it is, by its text encoders and the shape of its denoiser. */
public enum ModelFamily {
  /** Stable Diffusion 1.x: convolutions around the transformers. */
  SD1("sd1"),
  /** It takes a mask and a masked image. */
  SD1_INPAINT("sd1-inpaint"),
  /** It takes a guidance scale beside the timestep: a latent consistency model. */
  SD1_LCM("sd1-lcm"),
  /** Stable Diffusion 2.x: linear projections around the transformers. */
  SD2("sd2"),
  SD2_INPAINT("sd2-inpaint"),
  /** It takes a depth map. */
  SD2_DEPTH("sd2-depth"),
  /** Stable Diffusion XL: a pooled text and sizes condition the time embedding. */
  SDXL("sdxl"),
  SDXL_INPAINT("sdxl-inpaint"),
  SDXL_LCM("sdxl-lcm"),
  /** Only the second text encoder, and an aesthetic score among the sizes. */
  SDXL_REFINER("sdxl-refiner"),
  /** Not one that is known here, or its denoiser's config cannot be read. */
  UNKNOWN("unknown");

  private final String label;

  ModelFamily(String label) {
    this.label = label;
  }

  /** As reports print it. */
  public String label() {
    return label;
  }

  static ModelFamily of(List<TextSlot> text, UnetConfig unet) {
    if (unet.embeddings().textTime().isPresent()) {
      return text.contains(TextSlot.FIRST) ? sdxl(unet) : SDXL_REFINER;
    }
    return unet.attention().linearProjection() ? sd2(unet) : sd1(unet);
  }

  private static ModelFamily sd1(UnetConfig unet) {
    if (isConsistencyModel(unet)) {
      return SD1_LCM;
    }
    return takesMask(unet) ? SD1_INPAINT : SD1;
  }

  private static ModelFamily sd2(UnetConfig unet) {
    if (takesMask(unet)) {
      return SD2_INPAINT;
    }
    return unet.inChannels() == unet.outChannels() + 1 ? SD2_DEPTH : SD2;
  }

  private static ModelFamily sdxl(UnetConfig unet) {
    if (isConsistencyModel(unet)) {
      return SDXL_LCM;
    }
    return takesMask(unet) ? SDXL_INPAINT : SDXL;
  }

  private static boolean isConsistencyModel(UnetConfig unet) {
    return unet.embeddings().timestepConditionSize().isPresent();
  }

  private static boolean takesMask(UnetConfig unet) {
    return unet.inChannels() == 2 * unet.outChannels() + 1;
  }

  static ModelFamily of(CheckpointFamily family) {
    return switch (family) {
      case SD1 -> SD1;
      case SD2 -> SD2;
      case SDXL -> SDXL;
      case SDXL_REFINER -> SDXL_REFINER;
    };
  }
}
