package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.serving.tracing.ActiveSpan;
import java.util.Optional;

/**
 * What traces say of a generation: what was planned, and each evaluation. Never its texts, and not
 * its seeds, which with the rest would say what was drawn.
 */
final class GenerationSpans {
  private GenerationSpans() {}

  /** Describes a plan in the current span. */
  static void describe(String jobId, GenerationPlan plan) {
    ActiveSpan.current()
        .ifPresent(span -> {
          span.note("latentmesh.job_id", jobId);
          span.note("latentmesh.model", plan.model().name());
          span.note("latentmesh.width", plan.width());
          span.note("latentmesh.height", plan.height());
          span.note("latentmesh.steps", plan.steps());
          span.note("latentmesh.images", plan.images());
        });
  }

  /** Draws an image in a span of its own. */
  static void image(int index, Runnable drawing) {
    ActiveSpan.run(
        "image",
        () -> {
          ActiveSpan.current().ifPresent(span -> span.note("latentmesh.image", index));
          drawing.run();
        });
  }

  /**
   * The model, telling the current span of each of its evaluations; itself where nothing is
   * recorded.
   *
   * @param done evaluations that were made before
   */
  static Denoiser steps(Denoiser model, int done) {
    Optional<ActiveSpan> span = ActiveSpan.current();
    return span.isEmpty() ? model : new Steps(model, span.get(), done);
  }

  /** Confined to the image's thread. */
  private static final class Steps implements Denoiser {
    private final Denoiser model;
    private final ActiveSpan span;
    private int done;

    Steps(Denoiser model, ActiveSpan span, int done) {
      this.model = model;
      this.span = span;
      this.done = done;
    }

    @Override
    public Latent denoise(Latent x, double sigma) {
      Latent denoised = model.denoise(x, sigma);
      done++;
      span.step(done, sigma);
      return denoised;
    }
  }
}
