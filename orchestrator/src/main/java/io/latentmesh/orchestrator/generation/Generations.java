package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GenerationPlanner;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import java.util.List;

/** From a request to its pictures: plans it, draws it. Thread-safe. */
public final class Generations {
  private final GenerationPlanner planner;
  private final ImageGeneration.Stages stages;
  private final GenerationClock clock;

  public Generations(
      GenerationPlanner planner, ImageGeneration.Stages stages, GenerationClock clock) {
    this.planner = planner;
    this.stages = stages;
    this.clock = clock;
  }

  /**
   * What is wrong with a request.
   *
   * @return empty as well when that cannot be said because no model is there
   */
  public List<FieldViolation> violations(GenerationRequest request) {
    try {
      planner.plan(request);
      return List.of();
    } catch (ServiceException refusal) {
      return refusal.violations();
    }
  }

  /**
   * Blocks until all pictures were handed to the listener.
   *
   * @param jobId names the request to the stages and in logs
   * @throws io.latentmesh.serving.ServiceException what to tell the client
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public GenerationStats generate(
      String jobId, GenerationRequest request, ImageThreads threads, GenerationListener listener) {
    GenerationPlan plan = planner.plan(request);
    listener.admitted();
    var progress = new GenerationProgress(jobId, plan, listener, clock);
    return new ImageGeneration(stages, plan, progress).run(threads);
  }
}
