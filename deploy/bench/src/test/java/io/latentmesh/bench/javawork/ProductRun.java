package io.latentmesh.bench.javawork;

import io.latentmesh.orchestrator.generation.StepwiseConditionings;
import io.latentmesh.orchestrator.plan.SamplingPlan;
import io.latentmesh.orchestrator.plan.SamplingRequest;
import io.latentmesh.orchestrator.plan.SchedulerConfig;
import io.latentmesh.orchestrator.sampling.Composition;
import io.latentmesh.orchestrator.sampling.Composition.Side;
import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.EarlyStop.Place;
import io.latentmesh.orchestrator.sampling.Guidance;
import io.latentmesh.orchestrator.sampling.GuidanceSchedule;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** One image's way from noise to its last latent, by the parts that a generation puts together. */
final class ProductRun {
  static final double GUIDANCE_SCALE = 7.5;

  private static final String STABLE_DIFFUSION_1_5 =
      """
      {"_class_name": "PNDMScheduler", "beta_start": 0.00085, "beta_end": 0.012,
       "beta_schedule": "scaled_linear", "num_train_timesteps": 1000, "steps_offset": 1,
       "set_alpha_to_one": false, "skip_prk_steps": true}
      """;
  private static final Noise NONE =
      () -> {
        throw new IllegalStateException("DPM++ 2M draws no noise on its way");
      };

  private final SamplingPlan plan;
  private final Latent noise = Evaluations.noise();
  private final Evaluated answer = Evaluations.answer();
  private Evaluate question = Evaluate.getDefaultInstance();

  ProductRun(int steps) {
    plan = plan(steps);
  }

  static SamplingPlan plan(int steps) {
    return SamplingPlan.of(
        SchedulerConfig.parse(STABLE_DIFFUSION_1_5),
        new SamplingRequest(steps, Optional.of("dpm++-2m"), Optional.of("karras"), 0));
  }

  Latent run() {
    var network = new WireNetwork(answer); // an image has a stream of its own
    Place end = plan.sample(model(network), plan.start(noise), NONE, Integer.MAX_VALUE);
    question = network.question();
    return plan.written(end);
  }

  /** What the network was last asked. */
  Evaluate question() {
    return question;
  }

  private Denoiser model(WireNetwork network) {
    var composition = new Composition(OptionalInt.of(0), List.of(new Composition.Term(1, 1)));
    ConditionalDenoiser rows =
        new StepwiseConditionings(
            plan.denoiser(network),
            evaluation -> composition,
            List.of(Side.UNCONDITIONAL, Side.CONDITIONAL));
    GuidanceSchedule schedule = schedule(plan);
    Denoiser guided = Guidance.classifierFree(rows, sigma -> schedule.at(sigma).orElseThrow());
    return schedule.choosing(guided, Guidance.conditional(rows));
  }

  private static GuidanceSchedule schedule(SamplingPlan plan) {
    List<Double> sigmas = plan.sigmas().subList(0, plan.steps());
    return new GuidanceSchedule(
        sigmas, Collections.nCopies(plan.steps(), OptionalDouble.of(GUIDANCE_SCALE)));
  }
}
