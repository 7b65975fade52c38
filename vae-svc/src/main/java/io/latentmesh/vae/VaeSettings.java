package io.latentmesh.vae;

import io.latentmesh.networks.settings.ModelSettings;
import io.latentmesh.serving.ServerSettings;
import io.latentmesh.serving.settings.PositiveInt;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What {@code vae-svc} can be told. */
@ConfigMapping(prefix = "latentmesh")
public interface VaeSettings {
  ServerSettings server();

  ModelSettings model();

  Batching batching();

  Limits limits();

  /** How images share forwards. */
  interface Batching {
    /** Most images in one forward: a decoder's memory grows with every one. */
    @WithDefault("4")
    @WithConverter(PositiveInt.class)
    int maxImages();
  }

  /** What a call may ask for. */
  interface Limits {
    /** Largest height and width of a latent, in latent pixels. */
    @WithDefault("256")
    @WithConverter(PositiveInt.class)
    int maxLatentSide();

    /** Largest height times width of a latent: attention grows with its square. */
    @WithDefault("16384")
    @WithConverter(PositiveInt.class)
    int maxLatentPixels();
  }
}
