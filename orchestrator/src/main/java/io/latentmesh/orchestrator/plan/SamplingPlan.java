package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.Network;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.orchestrator.sampling.PredictionType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is run for one image: every default filled in, every noise level known beforehand.
 * Immutable; any number of threads may sample with one plan.
 */
public final class SamplingPlan {
  private final SamplerName sampler;
  private final ScheduleName schedule;
  private final PredictionType predictionType;
  private final Trajectory trajectory;
  private final Map<Double, Double> timesteps; // of each sigma at which the model is asked
  private final List<String> warnings;

  private SamplingPlan(
      SamplerName sampler, SchedulerConfig config, Trajectory trajectory, List<String> warnings) {
    this.sampler = sampler;
    this.schedule = ScheduleName.of(config);
    this.predictionType = PredictionTypes.of(config, sampler);
    this.trajectory = trajectory;
    this.timesteps = timesteps(trajectory);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * The plan for a request on a configuration. A sampler in the request takes the place of the
   * configuration's class and keeps its fields, as {@code from_config} of diffusers does: what the
   * file says holds, what it leaves open is the default of the new class.
   *
   * @throws SchedulerConfigException when the combination cannot be run as diffusers would run it
   */
  public static SamplingPlan of(SchedulerConfig config, SamplingRequest request) {
    SamplerName sampler =
        request
            .sampler()
            .map(SamplerName::named)
            .orElseGet(() -> SamplerName.ofClass(config.className()));
    ScheduleName schedule =
        request.schedule().map(ScheduleName::named).orElse(ScheduleName.DEFAULT);
    if (!(request.eta() >= 0 && request.eta() <= 1)) {
      throw new SchedulerConfigException("eta", "0 to 1", request.eta());
    }
    SchedulerConfig effective = schedule.appliedTo(config, sampler).over(ClassDefaults.of(sampler));
    return new SamplingPlan(
        sampler,
        effective,
        trajectory(sampler, effective, request),
        Warnings.of(config, sampler, request));
  }

  /** The name of the sampler as a request would say it. */
  public String sampler() {
    return sampler.clientName();
  }

  /** The name of the schedule as a request would say it; what "default" stands for here. */
  public String schedule() {
    return schedule.clientName();
  }

  /** How often the denoiser is asked: {@code steps}, or more for some samplers. */
  public int evaluations() {
    return trajectory.timesteps().size();
  }

  /** The noise level of each evaluation in sigma space, and the level where the latent ends. */
  public List<Double> sigmas() {
    return trajectory.sigmas();
  }

  /** What the network is told at each evaluation; fractional for some schedules. */
  public List<Double> timesteps() {
    return trajectory.timesteps();
  }

  public PredictionType predictionType() {
    return predictionType;
  }

  /** What the configuration or the request say to no effect, for the client to read. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * The network seen as a denoiser in sigma space. It may be asked at {@link #sigmas()} only, the
   * last one excluded.
   */
  public ConditionalDenoiser denoiser(Network network) {
    return (x, sigma, conditionings) -> {
      Latent input = x.times(1 / Math.hypot(sigma, 1));
      return network.predict(input, timestep(sigma), conditionings).stream()
          .map(output -> predictionType.denoised(x, output, sigma))
          .toList();
    };
  }

  /** The first latent, in sigma space, from unit normal noise. */
  public Latent start(Latent noise) {
    return noise.times(trajectory.startScale());
  }

  /**
   * Samples from {@link #start} to the end.
   *
   * @param noise draws what the sampler adds on its way, from the generator of {@code start}'s
   *     noise
   * @return the latent in the scaling in which diffusers returns it
   */
  public Latent sample(Denoiser denoiser, Latent start, Noise noise) {
    return trajectory.sampler().sample(denoiser, start, noise).times(trajectory.endScale());
  }

  private double timestep(double sigma) {
    Double timestep = timesteps.get(sigma);
    if (timestep == null) {
      throw new IllegalArgumentException(
          "sigma must be one of %s, was %s".formatted(timesteps.keySet(), sigma));
    }
    return timestep;
  }

  /** Where two timesteps share a level, the step between them changes nothing: the later counts. */
  private static Map<Double, Double> timesteps(Trajectory trajectory) {
    Map<Double, Double> timesteps = new HashMap<>();
    for (int i = 0; i < trajectory.timesteps().size(); i++) {
      timesteps.put(trajectory.sigmas().get(i), trajectory.timesteps().get(i));
    }
    return timesteps;
  }

  private static Trajectory trajectory(
      SamplerName sampler, SchedulerConfig config, SamplingRequest request) {
    int steps = request.steps();
    return switch (sampler) {
      case DDIM -> DdimTrajectory.of(config, steps, request.eta());
      case PNDM -> PndmTrajectory.of(config, steps);
      case EULER -> EulerTrajectory.euler(config, steps);
      case EULER_ANCESTRAL -> EulerTrajectory.ancestral(config, steps);
      case DPM_PLUS_PLUS_2M -> DpmTrajectory.of(config, steps);
    };
  }
}
