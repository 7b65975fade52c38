package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.access.Grant;
import io.latentmesh.orchestrator.admission.Admission;
import io.latentmesh.orchestrator.admission.Quota;
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
  private final Supplier<Optional<Grant>> grant;

  /** For callers who need no token. */
  public Entrance(
      GenerationPlanner planner, Admission admission, Supplier<Optional<Duration>> timeLeft) {
    this(planner, admission, timeLeft, Optional::empty);
  }

  /**
   * @param timeLeft until the deadline of the calling thread's call; empty without one
   * @param grant what the token of the calling thread's call allows; empty without one
   */
  public Entrance(
      GenerationPlanner planner,
      Admission admission,
      Supplier<Optional<Duration>> timeLeft,
      Supplier<Optional<Grant>> grant) {
    this.planner = planner;
    this.admission = admission;
    this.timeLeft = timeLeft;
    this.grant = grant;
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

  /** Images count for their token when they are admitted. */
  Ticket admit(GenerationPlan plan) {
    Optional<Grant> token = grant.get();
    token.ifPresent(own -> own.charge(plan.images()));
    try {
      return admit(plan, token.map(Grant::quota).orElse(Quota.NONE));
    } catch (ServiceException refusal) {
      token.ifPresent(own -> own.refund(plan.images()));
      throw refusal;
    }
  }

  private Ticket admit(GenerationPlan plan, Quota quota) {
    GenerationRequest.Terms terms = plan.terms();
    return admission.admit(
        new Work(
            new Work.Caller(terms.tenant(), terms.priority(), timeLeft.get(), quota),
            new Work.Volume(
                plan.rowsPerEvaluation(),
                plan.rowShare(),
                plan.evaluations(),
                plan.images(),
                new RowSize(plan.latentShape(), plan.conditioningTokens())),
            plan.model().denoiser().batchCurves()));
  }
}
