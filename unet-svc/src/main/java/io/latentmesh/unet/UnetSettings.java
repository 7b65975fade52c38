package io.latentmesh.unet;

import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.runtime.PrecisionChoice;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import io.latentmesh.serving.ServerSettings;
import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.settings.Switch;
import io.latentmesh.serving.settings.TimeSpan;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What {@code unet-svc} can be told. */
@ConfigMapping(prefix = "latentmesh")
public interface UnetSettings {
  ServerSettings server();

  /** What this replica is called in other processes' logs; absent = host and port. */
  Optional<String> replica();

  Model model();

  Batching batching();

  Limits limits();

  /** Which model, and how it runs. */
  interface Model {
    /** A diffusers folder. */
    Path path();

    /** What requests call it; absent = the folder's own choice. */
    Optional<String> name();

    /** {@code auto}, {@code cpu} or {@code cuda}. */
    @WithDefault("auto")
    Provider provider();

    /**
     * {@code auto}, {@code fp32} or {@code fp16}: what the denoiser computes in. {@code auto} is
     * fp32 on the CPU and fp16 on CUDA.
     */
    @WithDefault("auto")
    PrecisionChoice precision();

    /** Whether graphs for CUDA use fused operators that no reading has compared yet. */
    @WithDefault("false")
    @WithConverter(Switch.class)
    boolean unverifiedCudaOperators();

    /** CPU threads of one forward; 0 = all processors. */
    @WithDefault("0")
    int threads();

    /** How networks run. */
    default SessionSettings session() {
      OperatorSet operators =
          unverifiedCudaOperators() ? OperatorSet.UNVERIFIED_CUDA : OperatorSet.PORTABLE;
      return new SessionSettings(provider(), threads(), precision(), operators);
    }
  }

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
