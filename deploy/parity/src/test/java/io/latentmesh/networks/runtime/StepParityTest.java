package io.latentmesh.networks.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.TextComponent;
import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.runtime.TextStateChoice.FinalNorm;
import io.latentmesh.textencoder.PromptIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks of which the fixtures have no single calls, in one step of a run with guidance: SDXL's
 * refiner and the UNet that takes a mask.
 */
class StepParityTest {
  /**
   * A tenth of what fixtures/README.md allows the first step of any run, for these begin at the
   * reference's own latents. Measured are 3e-6.
   */
  private static final double LIMIT_PER_STD = 2e-5;

  private static final SessionSettings ONE_THREAD = new SessionSettings(Provider.CPU, 1);

  /** The first step of a hand-off, by Euler: arXiv:2206.00364, algorithm 1 to its first order. */
  @Test
  void predict_ofTheRefiner_takesTheHandOffsFirstStep() {
    ParityCase parityCase = ParityCase.withTensor("sdxl", "handoff_0.8/refiner_step_0");
    JsonNode run = parityCase.expected().at("/handoff/0");
    DiffusersFolder folder = ParityCase.open(parityCase.refinerFolder());
    try (ParityCase.Tensors tensors = parityCase.tensors();
        DenoiserModel denoiser = DenoiserModel.load(folder, ONE_THREAD)) {
      float[] x = tensors.floats("handoff_0.8/base_latents");
      LatentShape shape = tensors.shape("handoff_0.8/base_latents");
      double sigma = NoiseLevels.sigma(run.at("/refiner_timesteps/0").asInt());
      double next = NoiseLevels.sigma(run.at("/refiner_timesteps/1").asInt());
      float[] scaled = sum(x, 1 / Math.sqrt(sigma * sigma + 1), x, 0);
      List<DenoiserRow> rows =
          refinerConditionings(folder, run, shape.height() * folder.vaeConfig().scaleFactor())
              .stream()
              .map(c -> new DenoiserRow(scaled, shape, run.at("/refiner_timesteps/0").asInt(), c))
              .toList();
      float[] epsilon = guided(denoiser, rows, run.path("guidance").asDouble());
      check(parityCase, sum(x, 1, epsilon, next - sigma), "handoff_0.8/refiner_step_0");
    }
  }

  /** The second step of a run, by DDIM: arXiv:2010.02502, equation 12, without noise. */
  @Test
  void predict_ofTheDenoiserWithAMask_takesTheRunsSecondStep(@TempDir Path temporary)
      throws IOException {
    ParityCase parityCase = ParityCase.withTensor("img2img", "inp9_1.0/latents_step_1");
    DiffusersFolder folder = inpaintingModel(parityCase, temporary);
    try (ParityCase.Tensors tensors = parityCase.tensors();
        DenoiserModel denoiser = DenoiserModel.load(folder, ONE_THREAD)) {
      float[] x = tensors.floats("inp9_1.0/latents_step_0");
      LatentShape latent = tensors.shape("inp9_1.0/latents_step_0");
      LatentShape shape = new LatentShape(9, latent.height(), latent.width());
      float[] input =
          joined(
              x,
              tensors.floats("inpaint9_prepare/mask"),
              tensors.floats("inpaint9_prepare/masked_image_latents"));
      String prompt = "a photo of an astronaut riding a horse on mars";
      List<DenoiserRow> rows =
          encode(folder.textEncoders().getFirst(), "", prompt, FinalNorm.APPLIED).stream()
              .map(states -> new DenoiserRow(input, shape, 665, states.hiddenStates()))
              .toList();
      float[] epsilon = guided(denoiser, rows, 7.5);
      double a = NoiseLevels.alphaCumprod(665);
      double b = NoiseLevels.alphaCumprod(499);
      double onEpsilon = Math.sqrt(1 - b) - Math.sqrt(b / a * (1 - a));
      check(parityCase, sum(x, Math.sqrt(b / a), epsilon, onEpsilon), "inp9_1.0/latents_step_1");
    }
  }

  /** The negative prompt's first. */
  private static List<Conditioning> refinerConditionings(
      DiffusersFolder folder, JsonNode run, float side) {
    List<TextStates> states =
        encode(
            folder.textEncoders().getLast(),
            run.path("negative").asText(),
            run.path("prompt").asText(),
            FinalNorm.LEFT_OUT);
    float[] negativeIds = {side, side, 0, 0, 2.5f};
    float[] ids = {side, side, 0, 0, 6};
    return List.of(
        conditioning(states.getFirst(), negativeIds), conditioning(states.getLast(), ids));
  }

  private static Conditioning conditioning(TextStates states, float[] timeIds) {
    return Conditioning.of(states.hiddenStates())
        .withTextAndSizes(states.projected().orElseThrow(), timeIds);
  }

  private static List<TextStates> encode(
      TextComponent component, String negative, String prompt, FinalNorm norm) {
    int skipped = norm == FinalNorm.APPLIED ? 0 : 1;
    try (PromptIds tokenizer =
            PromptIds.load(component.tokenizer(), component.config().positions());
        TextEncoderModel encoder =
            TextEncoderModel.load(TextEncoderSource.of(component), ONE_THREAD)) {
      List<long[]> ids = List.of(tokenizer.of(negative), tokenizer.of(prompt));
      return encoder.encode(ids, new TextStateChoice(skipped, norm));
    }
  }

  /** Classifier-free guidance: arXiv:2207.12598, equation 6 with w = scale - 1. */
  private static float[] guided(DenoiserModel denoiser, List<DenoiserRow> rows, double scale) {
    List<OutputRow> predictions = denoiser.predict(rows);
    return sum(predictions.getFirst().values(), 1 - scale, predictions.getLast().values(), scale);
  }

  /** The case's model with the other UNet in its place. */
  private static DiffusersFolder inpaintingModel(ParityCase parityCase, Path temporary)
      throws IOException {
    Path model = parityCase.model().root();
    for (String name :
        List.of("model_index.json", "text_encoder", "tokenizer", "vae", "scheduler")) {
      Files.createSymbolicLink(temporary.resolve(name), model.resolve(name));
    }
    Path unet = parityCase.folder().resolve("inpaint9", "unet").toAbsolutePath().normalize();
    Files.createSymbolicLink(temporary.resolve("unet"), unet);
    return ParityCase.open(temporary);
  }

  private static void check(ParityCase parityCase, float[] actual, String name) {
    try (ParityCase.Tensors tensors = parityCase.tensors()) {
      float[] expected = tensors.floats(name);
      double limit = LIMIT_PER_STD * Differences.std(expected);
      new Differences(parityCase).check(name, List.of(actual), List.of(expected), limit);
    }
  }

  private static float[] sum(float[] x, double onX, float[] y, double onY) {
    float[] sum = new float[x.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (onX * x[i] + onY * y[i]);
    }
    return sum;
  }

  private static float[] joined(float[]... parts) {
    float[] joined = new float[List.of(parts).stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  /** The noise that Stable Diffusion's models were trained with, at whole timesteps. */
  private static final class NoiseLevels {
    private static final int TIMESTEPS = 1000;

    static double sigma(int timestep) {
      double alpha = alphaCumprod(timestep);
      return Math.sqrt((1 - alpha) / alpha);
    }

    static double alphaCumprod(int timestep) {
      double from = Math.sqrt(0.00085);
      double to = Math.sqrt(0.012);
      double product = 1;
      for (int i = 0; i <= timestep; i++) {
        double root = from + (to - from) * i / (TIMESTEPS - 1);
        product *= 1 - root * root;
      }
      return product;
    }
  }
}
