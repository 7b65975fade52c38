package io.latentmesh.textencoder;

import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.serving.ServerSettings;
import io.latentmesh.serving.settings.PositiveInt;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code text-encoder-svc} can be told. */
@ConfigMapping(prefix = "latentmesh")
public interface TextEncoderSettings {
  ServerSettings server();

  Model model();

  Batching batching();

  /** Which model, and how it runs. */
  interface Model {
    /** A diffusers folder. */
    Path path();

    /** What requests call it; absent = the folder's own choice. */
    Optional<String> name();

    /** {@code auto}, {@code cpu} or {@code cuda}. */
    @WithDefault("auto")
    Provider provider();

    /** CPU threads of one forward; 0 = all processors. */
    @WithDefault("0")
    int threads();
  }

  /** How texts share forwards. */
  interface Batching {
    /** Most texts in one forward. */
    @WithDefault("16")
    @WithConverter(PositiveInt.class)
    int maxTexts();
  }
}
