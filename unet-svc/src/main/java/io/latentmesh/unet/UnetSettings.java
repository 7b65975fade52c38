package io.latentmesh.unet;

import io.latentmesh.networks.settings.ModelSettings;
import io.latentmesh.networks.settings.MoreModelSettings;
import io.latentmesh.serving.ServerSettings;
import io.latentmesh.serving.settings.MebiBytes;
import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.settings.TimeSpan;
import io.latentmesh.serving.tracing.TracingSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What {@code unet-svc} can be told. */
@ConfigMapping(prefix = "latentmesh")
public interface UnetSettings {
  ServerSettings server();

  TracingSettings tracing();

  /** What this replica is called in other processes' logs; absent = host and port. */
  Optional<String> replica();

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

  /** How rows share forwards. */
  interface Batching {
    /** Most rows in one forward, whatever its measured times say. */
    @WithDefault("16")
    @WithConverter(PositiveInt.class)
    int maxRows();

    /**
     * How long forwards are measured before the model serves; those of one and of two rows run in
     * any case.
     */
    @WithDefault("1s")
    @WithConverter(TimeSpan.class)
    Duration warmUpTime();

    /** Time between self-tests after forwards have failed twice in a row. */
    @WithDefault("5s")
    @WithConverter(TimeSpan.class)
    Duration selfTestInterval();

    /**
     * How long a forward may take before liveness probes are told that it will not end; in any case
     * a hundred times what it should take.
     */
    @WithDefault("10m")
    @WithConverter(TimeSpan.class)
    Duration stuckAfter();
  }

  /** What a stream may ask for. */
  interface Limits {
    /** Largest height and width of a latent, in latent pixels. */
    @WithDefault("256")
    @WithConverter(PositiveInt.class)
    int maxLatentSide();

    /** Largest height times width of a latent: attention grows with its square. */
    @WithDefault("16384")
    @WithConverter(PositiveInt.class)
    int maxLatentPixels();

    /** Longest conditioning, in tokens. */
    @WithDefault("1024")
    @WithConverter(PositiveInt.class)
    int maxConditioningLength();

    /** Evaluations of one stream that may be unanswered at a time. */
    @WithDefault("4")
    @WithConverter(PositiveInt.class)
    int maxOutstanding();
  }
}
