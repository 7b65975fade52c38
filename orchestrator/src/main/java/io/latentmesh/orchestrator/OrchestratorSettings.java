package io.latentmesh.orchestrator;

import io.latentmesh.orchestrator.peer.WireType;
import io.latentmesh.orchestrator.request.Limits;
import io.latentmesh.serving.PeerSettings;
import io.latentmesh.serving.ServerSettings;
import io.latentmesh.serving.settings.NonNegativeInt;
import io.latentmesh.serving.settings.PositiveInt;
import io.latentmesh.serving.settings.TimeSpan;
import io.latentmesh.serving.tracing.TracingSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an orchestrator can be told. */
@ConfigMapping(prefix = "latentmesh")
public interface OrchestratorSettings {
  ServerSettings server();

  TracingSettings tracing();

  /** The three stages. */
  Peers peers();

  LimitSettings limits();

  TextCache textCache();

  AdmissionSettings admission();

  AccessSettings access();

  JobSettings jobs();

  /** Where the stages are. */
  interface Peers {
    StagePeer textEncoder();

    DenoiserPeer unet();

    StagePeer vae();
  }

  /** How to reach a stage, and what to do when one of its replicas fails. */
  interface StagePeer extends PeerSettings {
    FailoverSettings failover();
  }

  /** The denoiser. */
  interface DenoiserPeer extends StagePeer {
    /** Element type of latents, hidden states and predictions on the wire: f32 or f16. */
    @WithDefault("f32")
    WireType wireType();
  }

  /** What is remembered of encoded texts. */
  interface TextCache {
    /** Memory for it; 0 = nothing is remembered. */
    @WithDefault("67108864")
    @WithConverter(NonNegativeInt.class)
    int maxBytes();
  }

  /** What becomes of generations that nobody listens to, running or finished. */
  interface JobSettings {
    /** How long a finished generation can be asked for. */
    @WithDefault("10m")
    @WithConverter(TimeSpan.class)
    Duration keep();

    /** Of memory for running and finished generations together; finished ones give way. */
    @WithDefault("268435456")
    @WithConverter(PositiveInt.class)
    int maxBytes();

    /** How long a generation that is to outlive its listeners may go on without any. */
    @WithDefault("10m")
    @WithConverter(TimeSpan.class)
    Duration maxLease();
  }

  /** Bounds on a request; memory and time per request grow with them. */
  interface LimitSettings {
    /** Of width and of height. */
    @WithDefault("2048")
    @WithConverter(PositiveInt.class)
    int maxSidePixels();

    /** Of width times height. */
    @WithDefault("1048576")
    @WithConverter(PositiveInt.class)
    int maxPixels();

    @WithDefault("1000")
    @WithConverter(PositiveInt.class)
    int maxSteps();

    @WithDefault("16")
    @WithConverter(PositiveInt.class)
    int maxImages();

    default Limits toLimits() {
      return new Limits(maxSidePixels(), maxPixels(), maxSteps(), maxImages());
    }
  }
}
