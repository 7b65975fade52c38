package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GenerationPlanner;
import io.latentmesh.orchestrator.request.GenerationRequest;
import java.util.function.Supplier;

/** From a request to its pictures: plans it, names it, draws it. Thread-safe. */
public final class Generations {
  private final GenerationPlanner planner;
  private final ImageGeneration.Stages stages;
  private final GenerationClock clock;
  private final Supplier<String> jobIds;

  /**
   * @param jobIds a new one each time
   */
  public Generations(
      GenerationPlanner planner,
      ImageGeneration.Stages stages,
      GenerationClock clock,
      Supplier<String> jobIds) {
    this.planner = planner;
    this.stages = stages;
    this.clock = clock;
    this.jobIds = jobIds;
  }

  /**
   * Blocks until all pictures were handed to the listener.
   *
   * @throws io.latentmesh.serving.ServiceException what to tell the client
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public GenerationStats generate(
      GenerationRequest request, ImageThreads threads, GenerationListener listener) {
    GenerationPlan plan = planner.plan(request);
    var progress = new GenerationProgress(jobIds.get(), plan, listener, clock);
    return new ImageGeneration(stages, plan, progress).run(threads);
  }
}
