package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.cli.repository.Repository;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.ExtraOutputs;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.Image;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whole pictures of models with two text encoders and of models that predict v, through all
 * services, against diffusers' runs of the same models.
 */
class FamilyRunsIT {
  private static final Path PARITY = Repository.root().resolve("deploy").resolve("parity");

  /** Of the latents' standard deviation; the reference's own spread is up to 3.4e-4. */
  private static final double TOLERANCE = 2e-3;

  private record Run(String tensor, GenerateRequest request) {}

  @Test
  void sdxl_withAndWithoutNegativePrompt_drawsWhatDiffusersDraws() {
    GenerateRequest lighthouse =
        request("a lighthouse in a storm, oil painting", 5).setSampler("euler").build();
    assertEqual(
        PARITY.resolve("fixtures", "sdxl", "model"),
        PARITY.resolve("fixtures-extra", "sdxl", "runs.safetensors"),
        List.of(
            // No negative prompt is zeros, an empty one is a text.
            new Run("euler/latents", lighthouse.toBuilder().setSteps(8).setSeed(1).build()),
            new Run(
                "euler_negative/latents",
                lighthouse.toBuilder().setSteps(8).setSeed(2).setNegativePrompt("blurry").build()),
            new Run(
                "euler_empty_negative/latents",
                lighthouse.toBuilder().setSteps(6).setSeed(2).setNegativePrompt("").build())));
  }

  /** Models of one step or few run without guidance; diffusers rescales epsilon in the last run. */
  @Test
  void sdxl_withOtherOptions_drawsWhatDiffusersDraws() {
    GenerateRequest lighthouse = request("a lighthouse in a storm, oil painting", 5).build();
    assertEqual(
        PARITY.resolve("fixtures", "sdxl", "model"),
        PARITY.resolve("fixtures-extra", "sdxl", "runs.safetensors"),
        List.of(
            new Run(
                "clip_skip1/latents",
                run(lighthouse, "euler", 6, 5).toBuilder().setClipSkip(1).build()),
            new Run(
                "turbo/latents",
                run(lighthouse, "euler-a", 2, 6).toBuilder()
                    .setGuidanceScale(0)
                    .setSchedule("trailing")
                    .build()),
            new Run(
                "dpmpp2m_karras/latents",
                run(lighthouse, "dpm++-2m", 10, 7).toBuilder().setSchedule("karras").build()),
            new Run(
                "rescale/latents",
                run(lighthouse, "ddim", 6, 8).toBuilder().setGuidanceRescale(0.5).build())));
  }

  @Test
  void sd2_predictingV_drawsWhatDiffusersDraws() {
    GenerateRequest castle = request("a castle on a hill at sunset", 7.5).build();
    assertEqual(
        PARITY.resolve("fixtures", "sd2", "model"),
        PARITY.resolve("fixtures", "sd2", "expected.safetensors"),
        List.of(
            new Run("ddim/latents", run(castle, "ddim", 10, 1)),
            new Run("euler/latents", run(castle, "euler", 10, 2)),
            new Run(
                "dpmpp2m/latents",
                run(castle, "dpm++-2m", 10, 5).toBuilder().setNegativePrompt("ugly").build()),
            new Run(
                "clip_skip1/latents", run(castle, "ddim", 5, 6).toBuilder().setClipSkip(1).build()),
            new Run("euler_a/latents", run(castle, "euler-a", 6, 8))));
  }

  /** diffusers rescales the network's prediction, v here and epsilon in the last run. */
  @Test
  void rescaledGuidance_drawsWhatDiffusersDraws() {
    GenerateRequest castle =
        request("a castle on a hill at sunset", 7.5).setGuidanceRescale(0.7).build();
    assertEqual(
        PARITY.resolve("fixtures", "sd2", "model"),
        PARITY.resolve("fixtures", "sd2", "expected.safetensors"),
        List.of(
            new Run(
                "ddim_zsnr_trailing/latents",
                castle.toBuilder()
                    .setSteps(10)
                    .setSeed(3)
                    .setSchedulerConfigJson(zeroSnr("DDIMScheduler"))
                    .build()),
            new Run(
                "euler_zsnr_trailing/latents",
                castle.toBuilder()
                    .setSteps(10)
                    .setSeed(4)
                    .setSchedulerConfigJson(zeroSnr("EulerDiscreteScheduler"))
                    .build())));
    GenerateRequest astronaut =
        request("a photo of an astronaut riding a horse on mars", 9)
            .setGuidanceRescale(0.7)
            .build();
    assertEqual(
        PARITY.resolve("fixtures", "sd1", "model"),
        PARITY.resolve("fixtures", "sd1", "expected.safetensors"),
        List.of(new Run("rescale/latents", run(astronaut, "euler", 8, 21))));
  }

  private static String zeroSnr(String schedulerClass) {
    return """
    {"_class_name": "%s", "beta_start": 0.00085, "beta_end": 0.012,
     "beta_schedule": "scaled_linear", "prediction_type": "v_prediction", "steps_offset": 1,
     "timestep_spacing": "trailing", "rescale_betas_zero_snr": true, "clip_sample": false,
     "set_alpha_to_one": false}
    """
        .formatted(schedulerClass);
  }

  private static GenerateRequest.Builder request(String prompt, double guidance) {
    return GenerateRequest.newBuilder()
        .setPrompt(prompt)
        .setGuidanceScale(guidance)
        .setWidth(64)
        .setHeight(64)
        .setExtraOutputs(ExtraOutputs.newBuilder().setFinalLatents(true));
  }

  private static GenerateRequest run(GenerateRequest base, String sampler, int steps, long seed) {
    return base.toBuilder().setSampler(sampler).setSteps(steps).setSeed(seed).build();
  }

  private static void assertEqual(Path model, Path reference, List<Run> runs) {
    try (FamilyModels mesh = FamilyModels.open(model);
        SafetensorsFile expected = SafetensorsFile.open(reference)) {
      for (Run run : runs) {
        Image image = mesh.draw(run.request());
        float[] latents = TensorCodec.floats(image.getFinalLatents(), "final_latents");
        assertThat(FamilyModels.distance(latents, expected.floats(run.tensor())))
            .as(run.tensor())
            .isLessThan(TOLERANCE);
      }
    }
  }
}
