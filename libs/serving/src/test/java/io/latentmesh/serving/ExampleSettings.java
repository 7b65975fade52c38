package io.latentmesh.serving;

import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.tracing.TracingSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of a made-up process. */
@ConfigMapping(prefix = "latentmesh")
public interface ExampleSettings {
  ServerSettings server();

  PeerSettings unet();

  TracingSettings tracing();

  @WithDefault("4")
  @WithConverter(PositiveInt.class)
  int threads();

  Optional<String> accessToken();

  /** Defaults, with {@code overrides} whose keys omit the prefix. */
  static ExampleSettings with(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>();
    all.put("latentmesh.unet.target", "127.0.0.1:1");
    overrides.forEach((key, value) -> all.put("latentmesh." + key, value));
    return Settings.load(ExampleSettings.class, SettingsSources.defaults().withOverrides(all));
  }
}
