package io.latentmesh.textencoder;

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

/** What {@code text-encoder-svc} can be told. */
@ConfigMapping(prefix = "latentmesh")
public interface TextEncoderSettings {
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

  /** How texts share forwards. */
  interface Batching {
    /** Most texts in one forward. */
    @WithDefault("16")
    @WithConverter(PositiveInt.class)
    int maxTexts();
  }
}
