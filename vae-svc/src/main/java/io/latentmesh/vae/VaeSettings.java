package io.latentmesh.vae;

import io.latentmesh.networks.settings.ModelSettings;
import io.latentmesh.networks.settings.MoreModelSettings;
import io.latentmesh.serving.ServerSettings;
import io.latentmesh.serving.settings.MebiBytes;
import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.tracing.TracingSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** What {@code vae-svc} can be told. */
@ConfigMapping(prefix = "latentmesh")
public interface VaeSettings {
  ServerSettings server();

  TracingSettings tracing();

  /** The default model. */
  ModelSettings model();

  /** Others, by any keys. */
  Map<String, MoreModelSettings> models();

  /** MiB of memory for all models together; 0 = no bound. */
  @WithDefault("0")
  @WithConverter(MebiBytes.class)
  long modelMemory();

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
