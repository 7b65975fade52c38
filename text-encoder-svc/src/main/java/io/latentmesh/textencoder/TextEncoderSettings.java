package io.latentmesh.textencoder;

import io.latentmesh.networks.settings.ModelSettings;
import io.latentmesh.serving.ServerSettings;
import io.latentmesh.serving.settings.PositiveInt;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What {@code text-encoder-svc} can be told. */
@ConfigMapping(prefix = "latentmesh")
public interface TextEncoderSettings {
  ServerSettings server();

  ModelSettings model();

  Batching batching();

  /** How texts share forwards. */
  interface Batching {
    /** Most texts in one forward. */
    @WithDefault("16")
    @WithConverter(PositiveInt.class)
    int maxTexts();
  }
}
