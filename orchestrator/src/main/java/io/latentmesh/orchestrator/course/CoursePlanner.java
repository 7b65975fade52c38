package io.latentmesh.orchestrator.course;

import io.latentmesh.orchestrator.plan.SamplingOptions.Beginning;
import io.latentmesh.orchestrator.plan.SamplingPlan;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.source.Mask;
import io.latentmesh.orchestrator.source.SourcePicture;
import io.latentmesh.orchestrator.source.SourcePictureException;
import io.latentmesh.serving.Violations;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * From what a request says to a course; its violations are added up.
 *
 * @param files of the request, read
 */
public record CoursePlanner(CourseRequest asked, CourseFiles files, Violations violations) {

  /** Adds what is wrong for a model and a size, if that can be one. */
  public void check(Frame frame) {
    if (!frame.isCountable()) {
      return; // The size is a violation already, and files cannot be compared with it.
    }
    new CourseRules(frame.model().name(), frame.kind(), frame.latentShape())
        .check(asked, violations);
  }

  /** How many steps the schedule has, of which {@code steps} are asked for. */
  public int scheduledSteps(int steps) {
    return isExact() ? longer(steps) : steps;
  }

  /** Where in the schedule sampling begins. */
  public Beginning beginning(int steps) {
    if (asked.change().at().isPresent()) {
      return new Beginning.AtShare(asked.change().at().getAsDouble());
    }
    if (isExact()) {
      return new Beginning.AtStep(longer(steps) - steps);
    }
    return asked.strength() == 1
        ? new Beginning.AtStep(0)
        : new Beginning.AtStrength(asked.strength());
  }

  /** The course; empty where a violation is in its way. */
  public Optional<Course> course(Frame frame, SamplingPlan sampling) {
    OptionalInt stopAfter = stopAfter(sampling);
    files
        .mask()
        .ifPresent(mask ->
            violations.check(
                !Mask.of(mask).isEmpty(),
                "start.mask.image",
                "must have a white pixel, was black everywhere"));
    if (!violations.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Course(asked, start(frame), stopAfter));
    } catch (SourcePictureException e) {
      violations.add(e.field(), e.description());
      return Optional.empty();
    }
  }

  /** Whether all steps that are asked for are done, of a longer schedule. */
  public boolean isExact() {
    return asked.change().steps() == CourseRequest.StepCount.EXACT;
  }

  /** The shortest schedule of which the strength's share is {@code steps}. */
  private int longer(int steps) {
    return (int) Math.min(Math.ceil(steps / asked.strength()), Integer.MAX_VALUE);
  }

  private OptionalInt stopAfter(SamplingPlan sampling) {
    OptionalInt after =
        asked.stop().at().isPresent()
            ? OptionalInt.of(sampling.evaluationsUntil(asked.stop().at().getAsDouble()))
            : asked.stop().after();
    int done = asked.checkpoint().map(checkpoint -> checkpoint.denoised().size()).orElse(0);
    int end = Math.min(after.orElse(sampling.evaluations()), sampling.evaluations());
    violations.check(
        done < end,
        "start.checkpoint.denoised",
        "must hold fewer evaluations than are made (%d), was %d".formatted(end, done));
    return after;
  }

  private Course.Start start(Frame frame) {
    Optional<Latent> depth = files.depth().map(map -> depth(map, frame.latentShape()));
    if (asked.latents().isPresent()) {
      Latent latents = asked.latents().orElseThrow();
      return new Course.Start(
          asked.change().at().isPresent() ? new Origin.Noisy(latents) : new Origin.Clean(latents),
          Optional.empty(),
          depth);
    }
    if (files.picture().isEmpty()) {
      return new Course.Start(new Origin.Nothing(), Optional.empty(), depth);
    }
    SourcePicture picture = files.picture().orElseThrow();
    return files
        .mask()
        .map(mask -> masked(MaskedPicture.of(asked, picture, mask, frame), depth))
        .orElseGet(() ->
            new Course.Start(
                new Origin.Picture(
                    asked.change().resize().resize(picture.rgb(), frame.width(), frame.height())),
                Optional.empty(),
                depth));
  }

  private static Course.Start masked(MaskedPicture masked, Optional<Latent> depth) {
    return new Course.Start(
        new Origin.Picture(masked.picture()), Optional.of(masked.region()), depth);
  }

  private static Latent depth(SourcePicture map, LatentShape shape) {
    float[] values = map.depth().atLatentSize("start.depth_map", shape.height(), shape.width());
    return Latent.of(new LatentShape(1, shape.height(), shape.width()), values);
  }
}
