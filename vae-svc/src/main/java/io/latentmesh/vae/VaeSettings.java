package io.latentmesh.vae;

import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.runtime.PrecisionChoice;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import io.latentmesh.serving.ServerSettings;
import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.settings.Switch;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code vae-svc} can be told. */
@ConfigMapping(prefix = "latentmesh")
public interface VaeSettings {
  ServerSettings server();

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
     * {@code auto}, {@code fp32} or {@code fp16}: what the autoencoder computes in. {@code auto} is
     * fp32 on the CPU and fp16 on CUDA, fp32 there too if its config has force_upcast.
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
