package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.admission.Ticket;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GenerationRequest;
import java.util.function.Supplier;

/** From a request to its pictures: plans it, admits it, names it, draws it. Thread-safe. */
public final class Generations {
  private final Entrance entrance;
  private final ImageGeneration.Stages stages;
  private final GenerationClock clock;
  private final Supplier<String> jobIds;

  /**
   * @param jobIds a new one each time
   */
  public Generations(
      Entrance entrance,
      ImageGeneration.Stages stages,
      GenerationClock clock,
      Supplier<String> jobIds) {
    this.entrance = entrance;
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
    GenerationPlan plan = entrance.plan(request);
    try (Ticket ticket = entrance.admit(plan)) {
      var admitted = new AdmittedListener(ticket, listener);
      var progress = new GenerationProgress(jobIds.get(), plan, admitted, clock);
      return new ImageGeneration(stages, plan, progress, ticket).run(threads);
    }
  }
}
