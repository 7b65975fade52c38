package io.latentmesh.orchestrator;

import io.latentmesh.orchestrator.edge.GenerationMeters;
import io.latentmesh.orchestrator.edge.GrpcImageService;
import io.latentmesh.orchestrator.edge.GrpcJobs;
import io.latentmesh.orchestrator.generation.GenerationClock;
import io.latentmesh.orchestrator.generation.Generations;
import io.latentmesh.orchestrator.generation.ImageGeneration;
import io.latentmesh.orchestrator.model.ModelCatalog;
import io.latentmesh.orchestrator.model.ModelWatcher;
import io.latentmesh.orchestrator.request.GenerationPlanner;
import io.latentmesh.orchestrator.request.RequestValidator;
import io.latentmesh.serving.GrpcProcess;
import io.latentmesh.serving.Metrics;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One orchestrator, wired and started. Healthy while all three stages answer; asks them again and
 * again, so they may start later, go away and come back.
 */
public final class OrchestratorServer implements AutoCloseable {
  private final GrpcProcess process;

  private OrchestratorServer(GrpcProcess process) {
    this.process = process;
  }

  /** Starts serving; does not wait for the stages. */
  public static OrchestratorServer start(OrchestratorSettings settings) {
    Metrics metrics = Metrics.create("orchestrator");
    var peers = PeerChannels.open(settings.peers(), metrics);
    var stages = PeerStages.of(peers, settings.peers(), metrics);
    var catalog = new ModelCatalog(stages.textEncoder(), stages.denoiser(), stages.vae());
    var keeper = JobKeeper.start(settings.jobs(), metrics);
    var jobs =
        new GrpcJobs(
            keeper.jobs(),
            generations(settings, stages, catalog),
            new GenerationMeters(metrics.registry()),
            new GrpcJobs.Rules(settings.jobs().maxLease(), keeper.timer()));
    var process =
        GrpcProcess.builder("orchestrator", settings.server(), metrics)
            .service(new GrpcImageService(jobs, catalog))
            .onDrain(() -> keeper.jobs().drain(settings.server().drainTimeout()))
            .closeLast(metrics)
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

  private static Generations generations(
      OrchestratorSettings settings, ImageGeneration.Stages stages, ModelCatalog catalog) {
    var validator = new RequestValidator(settings.limits().toLimits());
    var planner =
        new GenerationPlanner(
            catalog, validator, () -> ThreadLocalRandom.current().nextLong(1L << Integer.SIZE));
    return new Generations(planner, stages, new GenerationClock(System::nanoTime));
  }

  private static OrchestratorServer watched(
      GrpcProcess.Builder builder, ModelCatalog catalog, PeerChannels peers) {
    var watcher = new ModelWatcher(catalog);
    GrpcProcess process = builder.closeLast(watcher).start();
    watcher.start(new HealthReport(process, peers));
    return new OrchestratorServer(process);
  }
}
