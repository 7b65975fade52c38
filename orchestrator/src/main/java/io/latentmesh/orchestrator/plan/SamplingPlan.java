package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.EarlyStop;
import io.latentmesh.orchestrator.sampling.EarlyStop.Place;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentScale;
import io.latentmesh.orchestrator.sampling.Network;
import io.latentmesh.orchestrator.sampling.NetworkDenoiser;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.orchestrator.sampling.PredictionType;
import io.latentmesh.orchestrator.sampling.RecyclingSampler;
import io.latentmesh.orchestrator.sampling.Sampler;
import io.latentmesh.orchestrator.sampling.VariancePreserving;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is run for one image: every default filled in, every noise level known beforehand.
 * Immutable; any number of threads may sample with one plan.
 */
public final class SamplingPlan {
  private final Wanted wanted;
  private final SamplerName sampler;
  private final ScheduleName schedule;
  private final Trajectory trajectory;
  private final Sampler run;
  private final int steps;
  private final Map<Double, Double> timesteps; // of each sigma at which the model is asked
  private final List<String> warnings;

  private SamplingPlan(Wanted wanted, Trajectory trajectory, List<String> warnings) {
    this.wanted = wanted;
    this.sampler = wanted.sampler();
    this.schedule = wanted.schedule();
    this.trajectory = trajectory;
    this.run = choosesLevels() ? trajectory.sampler() : new RecyclingSampler(trajectory.sampler());
    this.steps = steps(wanted, trajectory.evaluations());
    this.timesteps = timesteps(trajectory.evaluations());
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
        request.sampler().map(SamplerName::named).orElseGet(() -> SamplerName.of(config));
    ScheduleName schedule =
        request.schedule().map(ScheduleName::named).orElse(ScheduleName.DEFAULT);
    requireEta(request);
    SchedulerConfig named = request.sampler().isPresent() ? sampler.appliedTo(config) : config;
    SchedulerConfig effective =
        schedule.appliedTo(named, sampler).over(ClassDefaults.of(sampler.type()));
    ScheduleName actual = schedule.isFormulaFor(sampler) ? schedule : ScheduleName.of(effective);
    Wanted wanted = new Wanted(sampler, actual, effective, request);
    return new SamplingPlan(wanted, trajectory(wanted), Warnings.of(config, sampler, request));
  }

  private static void requireEta(SamplingRequest request) {
    double eta = request.options().eta().orElse(0);
    if (!(eta >= 0 && eta <= 1)) {
      throw new SchedulerConfigException("eta", "0 to 1", eta);
    }
  }

  /** What was asked for. */
  public SamplingRequest request() {
    return wanted.request();
  }

  /** The name of the sampler as a request would say it. */
  public String sampler() {
    return sampler.clientName();
  }

  /** The name of the schedule as a request would say it; what "default" stands for here. */
  public String schedule() {
    return schedule.clientName();
  }

  /**
   * How often the denoiser is asked: {@code steps}, or about twice as often for some samplers. For
   * DPM adaptive, which decides it on the way, a usual number: it may take fewer or more.
   */
  public int evaluations() {
    return trajectory.evaluations().count();
  }

  /** Of the whole schedule: as many as were asked for, or as levels of the client's own have. */
  public int scheduledSteps() {
    return wanted.steps();
  }

  /** The steps that are run: the evaluations, less those that some samplers make within a step. */
  public int steps() {
    return steps;
  }

  /** Whether the sampler chooses its noise levels on the way. */
  public boolean choosesLevels() {
    return sampler == SamplerName.DPM_ADAPTIVE;
  }

  /** Whether every evaluation is one step x' = D + k (x - D), perhaps with noise. */
  public boolean stepsStraight() {
    return !trajectory.kept().isEmpty();
  }

  /** k of the step from a noise level, where the sampler steps straight. */
  public double kept(double sigma) {
    Double kept = trajectory.kept().get(sigma);
    if (kept == null) {
      throw new IllegalArgumentException("no straight step begins at sigma " + sigma);
    }
    return kept;
  }

  /** The part of x in a denoised latent, beside a number times the network's output. */
  public double skip(double sigma) {
    return trajectory.space().parameterization().skip(sigma);
  }

  /**
   * The noise level of each evaluation in sigma space, and the level where the latent ends; for
   * flow-matching classes on the straight path from 1 to 0. DPM adaptive has its two ends only.
   */
  public List<Double> sigmas() {
    return trajectory.evaluations().sigmas();
  }

  /** What the network is told at each evaluation; fractional for some schedules. */
  public List<Double> timesteps() {
    return trajectory.evaluations().timesteps();
  }

  public PredictionType predictionType() {
    return trajectory.space().parameterization().type();
  }

  /** What the configuration or the request say to no effect, for the client to read. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * The network seen as a denoiser in sigma space. It may be asked at {@link #sigmas()} only, the
   * last one excluded, and by DPM adaptive in between.
   */
  public ConditionalDenoiser denoiser(Network network) {
    return new NetworkDenoiser(network, trajectory.space().parameterization(), this::timestep);
  }

  /** The first latent, in sigma space, from unit normal noise. */
  public Latent start(Latent noise) {
    return noise.times(trajectory.space().startScale());
  }

  /** The first latent, in sigma space, from a clean latent and unit normal noise. */
  public Latent start(Latent clean, Latent noise) {
    double sigma = sigmas().getFirst();
    return trajectory.space().imageStart() instanceof Trajectory.ImageStart.AtOtherLevel other
        ? VariancePreserving.reread(
            Latent.sum(1, clean, other.sigma(), noise), other.sigma(), sigma)
        : noisy(clean, noise, sigma);
  }

  /**
   * The first latent, in sigma space, from one that is as noisy as the first level says.
   *
   * @param latent in the scaling in which diffusers returns it
   */
  public Latent startFrom(Latent latent) {
    return latent.times(1 / scale().of(sigmas().getFirst()));
  }

  /** A clean latent with unit normal noise of a level, in sigma space. */
  public Latent noisy(Latent clean, Latent noise, double sigma) {
    boolean straight = trajectory.space().imageStart() instanceof Trajectory.ImageStart.Straight;
    return Latent.sum(straight ? 1 - sigma : 1, clean, sigma, noise);
  }

  /**
   * Samples from {@link #start} to the end.
   *
   * @param noise draws what the sampler adds on its way, from the generator of {@code start}'s
   *     noise
   * @return the latent in the scaling in which diffusers returns it
   */
  public Latent sample(Denoiser denoiser, Latent start, Noise noise) {
    return written(new Place(run.sample(denoiser, start, noise), sigmas().getLast()));
  }

  /**
   * Samples from {@link #start} until so many evaluations were made, or to the end.
   *
   * @return the latent where the next evaluation would be, in sigma space
   */
  public Place sample(Denoiser denoiser, Latent start, Noise noise, int evaluations) {
    return EarlyStop.after(
        evaluations, denoiser, model -> run.sample(model, start, noise), sigmas().getLast());
  }

  /** A latent in the scaling in which diffusers returns it. */
  public Latent written(Place place) {
    return place.x().times(scale().of(place.sigma()));
  }

  /**
   * How many evaluations come before a share of the training timesteps is done, as denoising_end of
   * diffusers' SDXL pipelines counts them.
   *
   * @throws SchedulerConfigException when there is none, or the sampler chooses its levels itself
   */
  public int evaluationsUntil(double share) {
    if (trajectory.evaluations().between().isPresent()) {
      throw new SchedulerConfigException("stop_at", "absent with sampler " + sampler(), share);
    }
    int evaluations = wanted.until(share, timesteps());
    if (evaluations == 0) {
      throw new SchedulerConfigException(
          "stop_at", "such that 1 to %d evaluations are made".formatted(evaluations()), share);
    }
    return evaluations;
  }

  /** In which scaling diffusers writes its latents down. */
  LatentScale scale() {
    return trajectory.space().scale();
  }

  private double timestep(double sigma) {
    Double timestep = timesteps.get(sigma);
    if (timestep != null) {
      return timestep;
    }
    return trajectory
        .evaluations()
        .between()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "sigma must be one of %s, was %s".formatted(timesteps.keySet(), sigma)))
        .applyAsDouble(sigma);
  }

  private static int steps(Wanted wanted, Trajectory.Evaluations evaluations) {
    int run = Math.ceilDiv(evaluations.count(), wanted.type().entriesPerStep());
    return Math.min(wanted.steps(), run);
  }

  /** Where two timesteps share a level, the step between them changes nothing: the later counts. */
  private static Map<Double, Double> timesteps(Trajectory.Evaluations evaluations) {
    Map<Double, Double> timesteps = new HashMap<>();
    for (int i = 0; i < evaluations.timesteps().size(); i++) {
      timesteps.put(evaluations.sigmas().get(i), evaluations.timesteps().get(i));
    }
    return timesteps;
  }

  private static Trajectory trajectory(Wanted wanted) {
    return switch (wanted.type()) {
      case DDIM -> DdimTrajectory.of(wanted);
      case DDPM -> DdpmTrajectory.of(wanted);
      case PNDM -> PndmTrajectory.of(wanted);
      case LCM, TCD -> ConsistencyTrajectory.of(wanted);
      case EULER,
          EULER_ANCESTRAL,
          LMS,
          HEUN,
          KDPM2,
          KDPM2_ANCESTRAL,
          DPM_SDE,
          DPM_2S_ANCESTRAL,
          DPM_3M_SDE ->
          SigmaSpaceTrajectory.of(wanted);
      case DPM_MULTISTEP, DPM_SINGLESTEP, DEIS, UNIPC, SA_SOLVER -> SolverTrajectory.of(wanted);
      case FLOW_EULER, FLOW_HEUN, FLOW_LCM -> FlowTrajectory.of(wanted);
      case EDM_EULER, EDM_DPM_MULTISTEP -> EdmTrajectory.of(wanted);
      case DPM_FAST, DPM_ADAPTIVE -> DpmSolverTrajectory.of(wanted);
    };
  }
}
