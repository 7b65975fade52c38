package io.latentmesh.orchestrator;

import io.latentmesh.orchestrator.admission.Admission;
import io.latentmesh.orchestrator.admission.AdmissionLimits;
import io.latentmesh.orchestrator.admission.RowTimes;
import io.latentmesh.orchestrator.admission.TenantLimits;
import io.latentmesh.orchestrator.edge.GrpcAccess;
import io.latentmesh.orchestrator.edge.GrpcDeadline;
import io.latentmesh.orchestrator.generation.Entrance;
import io.latentmesh.orchestrator.generation.GenerationClock;
import io.latentmesh.orchestrator.generation.Generations;
import io.latentmesh.orchestrator.generation.ImageGeneration;
import io.latentmesh.orchestrator.model.ModelCatalog;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GenerationPlanner;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.orchestrator.request.Limits;
import io.latentmesh.orchestrator.request.RequestValidator;
import io.latentmesh.orchestrator.stage.FakeDenoiser;
import io.latentmesh.orchestrator.stage.FakeTextEncoder;
import io.latentmesh.orchestrator.stage.FakeVae;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Everything behind the edge, with fake stages and a clock that advances by a millisecond whenever
 * it is read.
 */
public final class FakeMesh {
  /** What a request that names no seed gets. */
  public static final long DRAWN_SEED = 4_000_000_000L;

  /** Four requests may wait. */
  public static final AdmissionLimits ADMISSION =
      new AdmissionLimits(
          4,
          Duration.ofMinutes(1),
          0,
          1.2,
          new AdmissionLimits.Tenants(
              Map.of("small", new TenantLimits(2.5, 1, 1)), new TenantLimits(1, 1000, 1000)));

  public static final Limits LIMITS = new Limits(64, 2048, 100, 4);

  public final FakeTextEncoder textEncoder = new FakeTextEncoder();
  public final FakeDenoiser denoiser = new FakeDenoiser();
  public final FakeVae vae = new FakeVae();
  public final ModelCatalog catalog = new ModelCatalog(textEncoder, denoiser, vae);
  public final GenerationPlanner planner =
      new GenerationPlanner(catalog, new RequestValidator(LIMITS), () -> DRAWN_SEED);
  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final Admission admission =
      new Admission(
          ADMISSION,
          new Admission.Surroundings(new RowTimes(), () -> 1, System::nanoTime),
          registry);
  public final Generations generations =
      new Generations(
          new Entrance(planner, admission, GrpcDeadline::timeLeft, GrpcAccess::current),
          new ImageGeneration.Stages(textEncoder, denoiser, vae),
          new GenerationClock(ticking()));

  public GenerationPlan plan(GenerationRequest request) {
    return planner.plan(request);
  }

  private static LongSupplier ticking() {
    var nanos = new AtomicLong();
    return () -> nanos.addAndGet(1_000_000);
  }
}
