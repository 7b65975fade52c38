package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.admission.Ticket;
import io.latentmesh.orchestrator.picture.PictureFile;
import io.latentmesh.orchestrator.preview.Previews;
import io.latentmesh.orchestrator.request.ExtraOutput;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.orchestrator.stage.Claim;
import io.latentmesh.orchestrator.stage.DenoiserStream;
import io.latentmesh.orchestrator.stage.DenoiserStreams;
import io.latentmesh.orchestrator.stage.RgbImage;
import io.latentmesh.orchestrator.stage.StreamOpening;
import io.latentmesh.orchestrator.stage.TextEncoder;
import io.latentmesh.orchestrator.stage.Vae;
import io.latentmesh.serving.tracing.ActiveSpan;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images, from plan to PNG: one at a time as {@link #draw} reads, side by side within a request.
 *
 * <p>Each image has a virtual thread, a generator and a denoiser stream of its own, and blocks
 * wherever it waits, which costs nothing. Images share only the encoded texts and the account of
 * their progress, so an image is the same alone and in company.
 *
 * <p>Thread-safe. One object serves one request: it is cheap, and knows whom to report to.
 */
public final class ImageGeneration {
  private static final String NO_PREVIEWS =
      "preview_every: the model has no preview map; no previews are sent";

  private final Stages stages;
  private final GenerationPlan plan;
  private final GenerationProgress progress;
  private final Ticket ticket;

  /** Where the work is done. */
  public record Stages(TextEncoder textEncoder, DenoiserStreams denoiser, Vae vae) {}

  /**
   * @param ticket held until the request has ended, and closed by whoever got it
   */
  public ImageGeneration(
      Stages stages, GenerationPlan plan, GenerationProgress progress, Ticket ticket) {
    this.stages = stages;
    this.plan = plan;
    this.progress = progress;
    this.ticket = ticket;
  }

  /**
   * Encodes the texts, waits for the turn, draws all images of the plan, and returns when the last
   * one was reported. The first failure of any image ends the others within one evaluation and is
   * thrown; so does an interrupt, as a {@link java.util.concurrent.CancellationException}.
   */
  public GenerationStats run(ImageThreads threads) {
    EncodedTexts texts = encode();
    progress.accepted(warnings(texts));
    ActiveSpan.run("queue", () -> ticket.awaitTurn(progress::queued));
    EncodedStart start = encodeStart();
    threads.runAll(
        IntStream.range(0, plan.images())
            .<Runnable>mapToObj(i -> () -> GenerationSpans.image(i, () -> draw(i, texts, start)))
            .toList());
    return progress.stats();
  }

  private List<String> warnings(EncodedTexts texts) {
    boolean previews = plan.terms().previewEvery().isEmpty();
    boolean possible = plan.model().vae().previewMap().isPresent();
    return Stream.of(
            plan.notes(),
            plan.sampling().warnings(),
            plan.guidance().warnings(),
            plan.text().prompts().notes(),
            texts.warnings(),
            previews || possible ? List.<String>of() : List.of(NO_PREVIEWS))
        .flatMap(List::stream)
        .toList();
  }

  private EncodedTexts encode() {
    return progress.timed(Phase.ENCODE, new TextEncoding(plan, stages.textEncoder)::run);
  }

  private EncodedStart encodeStart() {
    return plan.course().hasPictures()
        ? progress.timed(Phase.ENCODE_START, () -> EncodedStart.of(plan, stages.vae))
        : EncodedStart.of(plan, stages.vae);
  }

  /** One image: a start, then sampling, then pixels, then a file. */
  private void draw(int index, EncodedTexts texts, EncodedStart start) {
    long seed = plan.seeds().get(index);
    Canvas canvas = start.canvas(index, noise(index));
    CourseRun.Drawn drawn;
    PictureFile file;
    try (Previews previews = progress.previews(index)) {
      drawn = progress.timed(Phase.DENOISE, () -> sample(canvas, texts, previews));
      file = progress.finishing(() -> file(index, drawn.latent()));
    }
    var extras =
        new GenerationEvent.Extras(
            asked(ExtraOutput.INITIAL_NOISE, canvas.initialNoise()),
            asked(ExtraOutput.FINAL_LATENTS, drawn.latent()),
            asked(ExtraOutput.EMBEDDINGS, texts),
            asked(ExtraOutput.CHECKPOINT, drawn.checkpoint()));
    progress.image(new GenerationEvent.Image(index, seed, file, extras));
  }

  /** The mathematics stays here; only the network's evaluations travel. */
  private CourseRun.Drawn sample(Canvas canvas, EncodedTexts texts, Previews previews) {
    DenoiserInputs inputs = DenoiserInputs.of(plan, texts);
    try (DenoiserStream stream = stages.denoiser.open(opening(canvas, inputs))) {
      ReportingNetwork network = progress.reporting(canvas.index(), stream);
      ConditionalDenoiser rows =
          inputs.stepwise(plan.sampling().denoiser(network), plan.course().done());
      var run = new CourseRun(plan, canvas);
      var estimate = new Estimate();
      Denoiser model = run.whole(GuidedModel.of(plan, rows, estimate));
      Denoiser shown = previews.shown(model, run.whole(estimate));
      CourseRun.Drawn drawn = run.run(GenerationSpans.steps(shown, plan.course().done()));
      network.report();
      progress.exchanged(stream.bytes());
      return drawn;
    }
  }

  private Noise noise(int index) {
    return plan.noise(index, CourseRun.beginningSeed(plan, index));
  }

  private StreamOpening opening(Canvas canvas, DenoiserInputs inputs) {
    return new StreamOpening(
        plan.model().name(),
        plan.latentShape(),
        inputs.conditionings(),
        progress.jobId() + "/" + canvas.index(),
        claim(),
        canvas.extraChannels());
  }

  private Claim claim() {
    GenerationRequest.Terms terms = plan.terms();
    return new Claim(terms.tenant(), ticket.weight(), terms.priority(), plan.evaluations());
  }

  private PictureFile file(int index, Latent latent) {
    RgbImage pixels = progress.timed(Phase.DECODE, () -> decode(latent));
    long seed = plan.seeds().get(index);
    return progress.timed(
        Phase.POSTPROCESS,
        () -> PictureFile.of(plan.ofImage(index), seed, plan.course().finished(pixels)));
  }

  private RgbImage decode(Latent latent) {
    Latent decoded = new LatentSpace(plan.model().vae()).decoded(latent);
    return stages.vae.decode(plan.model().name(), decoded);
  }

  private <T> Optional<T> asked(ExtraOutput extra, T value) {
    return plan.extras().contains(extra) ? Optional.of(value) : Optional.empty();
  }
}
