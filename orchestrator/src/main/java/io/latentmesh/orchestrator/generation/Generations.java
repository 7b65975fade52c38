package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.admission.Ticket;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.tracing.ActiveSpan;
import java.util.List;

/** From a request to its pictures: plans it, admits it, draws it. Thread-safe. */
public final class Generations {
  private final Entrance entrance;
  private final ImageGeneration.Stages stages;
  private final GenerationClock clock;

  public Generations(Entrance entrance, ImageGeneration.Stages stages, GenerationClock clock) {
    this.entrance = entrance;
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
      entrance.plan(request);
      return List.of();
    } catch (ServiceException refusal) {
      return refusal.violations();
    }
  }

  /**
   * What is understood of the prompts of a request, which is not drawn.
   *
   * @throws io.latentmesh.serving.ServiceException what to tell the client
   */
  public PromptTokens tokens(GenerationRequest request) {
    return PromptTokens.of(entrance.plan(request), stages.textEncoder());
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
    return ActiveSpan.within("generation", () -> drawn(jobId, request, threads, listener));
  }

  private GenerationStats drawn(
      String jobId, GenerationRequest request, ImageThreads threads, GenerationListener listener) {
    GenerationPlan plan = entrance.plan(request);
    GenerationSpans.describe(jobId, plan);
    try (Ticket ticket = entrance.admit(plan)) {
      listener.admitted();
      var admitted = new AdmittedListener(ticket, listener);
      var progress = new GenerationProgress(jobId, plan, admitted, clock);
      return new ImageGeneration(stages, plan, progress, ticket).run(threads);
    }
  }
}
