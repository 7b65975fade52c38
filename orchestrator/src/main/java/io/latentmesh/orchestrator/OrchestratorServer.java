package io.latentmesh.orchestrator;

import io.grpc.ServerInterceptors;
import io.latentmesh.orchestrator.admission.Admission;
import io.latentmesh.orchestrator.admission.RowTimes;
import io.latentmesh.orchestrator.cache.CachingTextEncoder;
import io.latentmesh.orchestrator.cache.TextCacheMeters;
import io.latentmesh.orchestrator.edge.GenerationMeters;
import io.latentmesh.orchestrator.edge.GrpcAccess;
import io.latentmesh.orchestrator.edge.GrpcDeadline;
import io.latentmesh.orchestrator.edge.GrpcImageService;
import io.latentmesh.orchestrator.edge.GrpcJobs;
import io.latentmesh.orchestrator.generation.Entrance;
import io.latentmesh.orchestrator.generation.GenerationClock;
import io.latentmesh.orchestrator.generation.Generations;
import io.latentmesh.orchestrator.generation.ImageGeneration;
import io.latentmesh.orchestrator.model.ModelCatalog;
import io.latentmesh.orchestrator.model.ModelWatcher;
import io.latentmesh.orchestrator.request.GenerationPlanner;
import io.latentmesh.orchestrator.request.RequestValidator;
import io.latentmesh.orchestrator.stage.TextEncoder;
import io.latentmesh.serving.GrpcProcess;
import io.latentmesh.serving.Metrics;
import io.latentmesh.serving.Observation;
import io.latentmesh.serving.Reticence;
import io.latentmesh.serving.tracing.Tracing;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One orchestrator, wired and started. Healthy while all three stages answer; asks them again and
 * again, so they may start later, go away and come back.
 */
public final class OrchestratorServer implements AutoCloseable {
  private static final String NAME = "orchestrator";

  private final GrpcProcess process;

  private OrchestratorServer(GrpcProcess process) {
    this.process = process;
  }

  /** Starts serving; does not wait for the stages. */
  public static OrchestratorServer start(OrchestratorSettings settings) {
    var observation = Observation.begin(NAME, Tracing.Place.EDGE, settings.tracing());
    Metrics metrics = observation.metrics();
    var rowTimes = new RowTimes();
    var peers = PeerChannels.open(settings.peers(), observation);
    var peerStages = PeerStages.of(peers, settings.peers(), rowTimes, metrics);
    var stages =
        new ImageGeneration.Stages(
            cached(peerStages.textEncoder(), settings, metrics),
            peerStages.denoiser(),
            peerStages.vae());
    var catalog = new ModelCatalog(stages.textEncoder(), stages.denoiser(), stages.vae());
    var admission =
        new Admission(
            settings.admission().toLimits(),
            new Admission.Surroundings(rowTimes, peers::readyDenoisers, System::nanoTime),
            metrics.registry());
    var entrance =
        new Entrance(
            planner(settings, catalog), admission, GrpcDeadline::timeLeft, GrpcAccess::current);
    var keeper = JobKeeper.start(settings.jobs(), metrics);
    var generations = new Generations(entrance, stages, new GenerationClock(System::nanoTime));
    var jobs =
        new GrpcJobs(
            keeper.jobs(),
            generations,
            new GenerationMeters(metrics.registry()),
            new GrpcJobs.Rules(
                settings.jobs().maxLease(),
                keeper.timer(),
                Reticence.of(settings.server().profile())));
    var service = new GrpcImageService(jobs, catalog, generations);
    var access = new AccessFile();
    var door = access.interceptor(settings, metrics.registry());
    var process =
        GrpcProcess.builder(NAME, settings.server(), observation)
            .service(() -> ServerInterceptors.intercept(service, door))
            .onDrain(() -> keeper.jobs().drain(settings.server().drainTimeout()))
            .closeLast(observation)
            .closeLast(access)
            .closeLast(keeper)
            .closeLast(peers);
    return watched(process, catalog, peers);
  }

  /** The port for calls. */
  public int port() {
    return process.port();
  }

  /** The metrics page's port, -1 if there is none. */
  public int metricsPort() {
    return process.metricsPort();
  }

  /** Lets running generations end, refuses new ones, and closes everything; blocks until done. */
  public void drain() {
    process.drain();
  }

  @Override
  public void close() {
    drain();
  }

  GrpcProcess process() {
    return process;
  }

  private static TextEncoder cached(
      TextEncoder stage, OrchestratorSettings settings, Metrics metrics) {
    long maxBytes = settings.textCache().maxBytes();
    return maxBytes == 0
        ? stage
        : new CachingTextEncoder(stage, maxBytes, new TextCacheMeters(metrics.registry()));
  }

  private static GenerationPlanner planner(OrchestratorSettings settings, ModelCatalog catalog) {
    return new GenerationPlanner(
        catalog,
        new RequestValidator(settings.limits().toLimits()),
        () -> ThreadLocalRandom.current().nextLong(1L << Integer.SIZE));
  }

  private static OrchestratorServer watched(
      GrpcProcess.Builder builder, ModelCatalog catalog, PeerChannels peers) {
    var watcher = new ModelWatcher(catalog);
    GrpcProcess process = builder.closeLast(watcher).start();
    process.started(); // Stages that are missing are no reason to be started again.
    watcher.start(new HealthReport(process, peers));
    return new OrchestratorServer(process);
  }
}
