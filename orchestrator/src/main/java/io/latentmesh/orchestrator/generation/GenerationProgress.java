package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.preview.ImagePreviews;
import io.latentmesh.orchestrator.preview.Previews;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.stage.DenoiserStream;
import io.latentmesh.orchestrator.stage.PreviewMap;
import io.latentmesh.serving.tracing.ActiveSpan;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The account of one request: what was done, how long it took, how long the rest will take; tells
 * the listener. Thread-safe: the images of the request share it.
 */
public final class GenerationProgress {
  private final String jobId;
  private final GenerationPlan plan;
  private final GenerationListener listener;
  private final LongSupplier nanoTime;
  private final RemainingTime remaining;
  private final long begun;
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong denoiserBytes = new AtomicLong();
  private final Map<Phase, AtomicLong> longestNanos = new EnumMap<>(Phase.class);

  /**
   * Begins the account.
   *
   * @param jobId names the request in logs
   */
  public GenerationProgress(
      String jobId, GenerationPlan plan, GenerationListener listener, GenerationClock clock) {
    this.jobId = jobId;
    this.plan = plan;
    this.listener = listener;
    this.nanoTime = clock.nanoTime();
    this.remaining = new RemainingTime(plan, clock);
    this.begun = nanoTime.getAsLong();
    for (Phase phase : Phase.values()) {
      longestNanos.put(phase, new AtomicLong());
    }
  }

  String jobId() {
    return jobId;
  }

  void accepted(List<String> warnings) {
    listener.event(new GenerationEvent.Accepted(jobId, plan, warnings));
  }

  void queued(int position, Duration left) {
    listener.event(new GenerationEvent.Queued(position, Optional.of(left)));
  }

  /** Runs a phase and notes how long it took. */
  <T> T timed(Phase phase, Supplier<T> work) {
    long start = nanoTime.getAsLong();
    T result = ActiveSpan.within(phase.label(), work);
    long nanos = nanoTime.getAsLong() - start;
    longest(phase).accumulateAndGet(nanos, Math::max);
    listener.phase(phase, Duration.ofNanos(nanos));
    return result;
  }

  /** Runs what makes a file of one image's last latent. */
  <T> T finishing(Supplier<T> work) {
    return remaining.finishing(work);
  }

  /** The stream's network, with each evaluation counted and reported. */
  ReportingNetwork reporting(int image, DenoiserStream stream) {
    remaining.begun(image);
    return new ReportingNetwork(stream, rows -> evaluated(image, rows));
  }

  /** What shows the image on its way, if the request asked for it and the model can. */
  Previews previews(int image) {
    OptionalInt every = plan.terms().previewEvery();
    Optional<PreviewMap> map = plan.model().vae().previewMap();
    if (every.isEmpty() || map.isEmpty()) {
      return Previews.none();
    }
    return ImagePreviews.of(
        new ImagePreviews.Cadence(every.getAsInt(), map.get()),
        picture -> listener.event(preview(image, picture)));
  }

  /** An image's stream has carried so many bytes, its opening included. */
  void exchanged(long bytes) {
    denoiserBytes.addAndGet(bytes);
  }

  void image(GenerationEvent.Image image) {
    listener.event(image);
  }

  GenerationStats stats() {
    return new GenerationStats(
        Duration.ofNanos(nanoTime.getAsLong() - begun),
        Duration.ofNanos(longest(Phase.ENCODE).get()),
        Duration.ofNanos(longest(Phase.DENOISE).get()),
        Duration.ofNanos(longest(Phase.DECODE).get()),
        rows.get(),
        denoiserBytes.get());
  }

  private static GenerationEvent.Preview preview(int image, ImagePreviews.Picture picture) {
    return new GenerationEvent.Preview(
        image, picture.evaluations(), picture.width(), picture.height(), picture.png());
  }

  /** Returns how to report it. */
  private Runnable evaluated(int image, int moreRows) {
    rows.addAndGet(moreRows);
    int done = remaining.evaluated(image);
    int total = Math.max(done, plan.evaluations());
    return () ->
        listener.event(new GenerationEvent.Progress(image, done, total, remaining.estimate()));
  }

  private AtomicLong longest(Phase phase) {
    AtomicLong longest = longestNanos.get(phase);
    if (longest == null) {
      throw new IllegalStateException("no account of " + phase);
    }
    return longest;
  }
}
