package io.latentmesh.orchestrator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.TextComponent;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.runtime.AutoencoderModel;
import io.latentmesh.networks.runtime.Conditioning;
import io.latentmesh.networks.runtime.DenoiserModel;
import io.latentmesh.networks.runtime.Moments;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import io.latentmesh.networks.runtime.TextEncoderModel;
import io.latentmesh.networks.runtime.TextStateChoice;
import io.latentmesh.networks.runtime.TextStateChoice.FinalNorm;
import io.latentmesh.networks.runtime.TextStates;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Guidance;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.sampling.Network;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.orchestrator.sampling.TorchGenerator;
import io.latentmesh.orchestrator.stage.LatentDistribution;
import io.latentmesh.parity.FixtureCase;
import io.latentmesh.parity.Fixtures;
import io.latentmesh.textencoder.PromptIds;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * SDXL's refiner on a picture of its own: img2img of the networks, from a prompt and a picture of
 * floats. Files of 8 bits, which requests have, are not that picture: they would be off by half a
 * level, which is more than the tolerance.
 */
class RefinerRunParityTest {
  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  /** Original size, crop, and the aesthetic score of what is not wanted and of what is. */
  private static final List<float[]> TIME_IDS =
      List.of(new float[] {64, 64, 0, 0, 2.5f}, new float[] {64, 64, 0, 0, 6});

  @Test
  void run_ofTheRefinerOnAPictureOfFloats_isTheReferences() {
    FixtureCase fixture =
        Fixtures.cases(Fixtures.folder(), each -> each.expected().has("refine_img2img")).getFirst();
    JsonNode run = fixture.expected().path("refine_img2img");
    Reference reference = Reference.of(fixture, run);
    DiffusersFolder folder =
        DiffusersFolder.open(fixture.folder().resolve(fixture.expected().path("refiner").asText()));
    SamplingPlan plan = plan(run);
    Noise noise = Noise.of(new TorchGenerator(run.path("seed").longValue()), reference.shape());
    Latent clean = encoded(folder, reference, noise.next());
    StepRecorder recorder = new StepRecorder(plan);
    try (DenoiserModel model = DenoiserModel.load(folder, ONE_THREAD)) {
      Denoiser guided =
          Guidance.classifierFree(
              plan.denoiser(network(model, conditionings(folder, run.path("prompt").asText()))),
              run.path("guidance").doubleValue());
      Latent end = plan.sample(recorder.recording(guided), plan.start(clean, noise.next()), noise);
      RunLatents.check(reference, 0, recorder.steps(end));
    }
  }

  private static SamplingPlan plan(JsonNode run) {
    ObjectNode config = run.path("scheduler_config").deepCopy();
    config.put("_class_name", run.path("scheduler_class").asText());
    ObjectNode started = run.deepCopy();
    started.putObject("img2img").set("strength", run.path("strength"));
    return ReferencePlans.of(config, started, started);
  }

  /** The picture's latent as samplers take it, drawn with {@code noise}. */
  private static Latent encoded(DiffusersFolder folder, Reference reference, Latent noise) {
    float[] pixels = reference.floats("input_image");
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 2 * pixels[i] - 1;
    }
    VaeConfig config = folder.vaeConfig();
    LatentShape shape = reference.shape();
    try (AutoencoderModel autoencoder = AutoencoderModel.load(folder, ONE_THREAD)) {
      Moments moments =
          autoencoder
              .encode(
                  List.of(pixels),
                  shape.height() * config.scaleFactor(),
                  shape.width() * config.scaleFactor())
              .getFirst();
      return new LatentDistribution(
              Latent.of(shape, moments.mean()), Latent.of(shape, moments.logVariance()))
          .sample(noise)
          .times(config.scalingFactor());
    }
  }

  /** Of no negative prompt, which for the refiner is the empty text, and of the prompt. */
  private static List<Conditioning> conditionings(DiffusersFolder folder, String prompt) {
    TextComponent component = folder.textEncoders().getLast();
    try (PromptIds ids = PromptIds.load(component.tokenizer(), component.config().positions());
        TextEncoderModel encoder =
            TextEncoderModel.load(TextEncoderSource.of(component), ONE_THREAD)) {
      List<TextStates> states =
          encoder.encode(
              List.of(ids.of(""), ids.of(prompt)), new TextStateChoice(1, FinalNorm.LEFT_OUT));
      return List.of(
          conditioning(states.getFirst(), TIME_IDS.getFirst()),
          conditioning(states.getLast(), TIME_IDS.getLast()));
    }
  }

  private static Conditioning conditioning(TextStates states, float[] timeIds) {
    return Conditioning.of(states.hiddenStates())
        .withTextAndSizes(states.projected().orElseThrow(), timeIds);
  }

  private static Network network(DenoiserModel model, List<Conditioning> conditionings) {
    return (input, timestep, wanted) ->
        model
            .predict(
                wanted.stream()
                    .map(index -> CaseModels.row(input, timestep, conditionings.get(index)))
                    .toList())
            .stream()
            .map(output -> Latent.of(input.shape(), output.values()))
            .toList();
  }
}
