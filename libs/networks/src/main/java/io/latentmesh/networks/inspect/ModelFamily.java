package io.latentmesh.networks.inspect;

import io.latentmesh.networks.checkpoint.CheckpointFamily;
import io.latentmesh.networks.folder.UnetConfig;

/** What kind of model it is, by the shape of its denoiser. */
public enum ModelFamily {
  /** Stable Diffusion 1.x: convolutions around the transformers. */
  SD1("sd1"),
  /** Stable Diffusion 2.x: linear projections around the transformers. */
  SD2("sd2"),
  /** Stable Diffusion XL: sizes and crops as conditions. */
  SDXL("sdxl"),
  /** The refiner of Stable Diffusion XL: an aesthetic score among the conditions. */
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

  static ModelFamily of(UnetConfig unet) {
    return unet.linearProjection() ? SD2 : SD1;
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
