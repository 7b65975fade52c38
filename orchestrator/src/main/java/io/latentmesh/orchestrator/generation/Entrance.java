package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.admission.Admission;
import io.latentmesh.orchestrator.admission.RowSize;
import io.latentmesh.orchestrator.admission.Ticket;
import io.latentmesh.orchestrator.admission.Work;
import io.latentmesh.orchestrator.picture.Recipe;
import io.latentmesh.orchestrator.picture.RecipeException;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GenerationPlanner;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Where requests come in: first planned, then admitted. Thread-safe. */
public final class Entrance {
  private final GenerationPlanner planner;
  private final Admission admission;
  private final Supplier<Optional<Duration>> timeLeft;

  /**
   * @param timeLeft until the deadline of the calling thread's call; empty without one
   */
  public Entrance(
      GenerationPlanner planner, Admission admission, Supplier<Optional<Duration>> timeLeft) {
    this.planner = planner;
    this.admission = admission;
    this.timeLeft = timeLeft;
  }

  /**
   * Plans a request; a recipe in it says what it does not.
   *
   * @throws ServiceException what to tell the client
   */
  GenerationPlan plan(GenerationRequest request) {
    if (request.recipeJson().isEmpty()) {
      return planner.plan(request);
    }
    try {
      Recipe recipe = Recipe.parse(request.recipeJson().get());
      GenerationPlan plan = planner.plan(recipe.completed(request));
      return plan.with(recipe.notes(plan.model()));
    } catch (RecipeException e) {
      throw ServiceException.invalidArgument(
          List.of(new FieldViolation(e.field(), e.description())));
    }
  }

  Ticket admit(GenerationPlan plan) {
    GenerationRequest.Terms terms = plan.terms();
    return admission.admit(
        new Work(
            new Work.Caller(terms.tenant(), terms.priority(), timeLeft.get()),
            new Work.Volume(
                plan.rowsPerEvaluation(),
                plan.rowShare(),
                plan.evaluations(),
                plan.images(),
                new RowSize(plan.latentShape(), plan.conditioningTokens())),
            plan.model().denoiser().batchCurves()));
  }
}
