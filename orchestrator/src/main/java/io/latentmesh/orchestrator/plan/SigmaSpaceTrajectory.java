package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.BrownianTree;
import io.latentmesh.orchestrator.sampling.Churn;
import io.latentmesh.orchestrator.sampling.Clipping;
import io.latentmesh.orchestrator.sampling.Dpm2;
import io.latentmesh.orchestrator.sampling.Dpm2Ancestral;
import io.latentmesh.orchestrator.sampling.DpmPlusPlus2SAncestral;
import io.latentmesh.orchestrator.sampling.DpmPlusPlus3MSde;
import io.latentmesh.orchestrator.sampling.DpmPlusPlusSde;
import io.latentmesh.orchestrator.sampling.Euler;
import io.latentmesh.orchestrator.sampling.EulerAncestral;
import io.latentmesh.orchestrator.sampling.EulerChurn;
import io.latentmesh.orchestrator.sampling.Heun;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentScale;
import io.latentmesh.orchestrator.sampling.Lms;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.orchestrator.sampling.PathNoise;
import io.latentmesh.orchestrator.sampling.Sampler;
import io.latentmesh.orchestrator.sampling.TimestepSpacing;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the classes of diffusers that hold x0 + sigma n do, and the samplers of k-diffusion over
 * given levels.
 */
final class SigmaSpaceTrajectory {
  private static final int LMS_ORDER = 4;

  private final Wanted wanted;
  private final ConfiguredNoise noise;
  private final Levels whole;
  private final int begin;
  private final Levels levels;

  private SigmaSpaceTrajectory(Wanted wanted) {
    this.wanted = wanted;
    this.noise = ConfiguredNoise.read(wanted);
    this.whole = SigmaSpaceLevels.of(wanted, noise);
    this.begin = wanted.begin(whole.steps(), expanded(whole).timesteps());
    this.levels = whole.from(begin);
  }

  static Trajectory of(Wanted wanted) {
    if (wanted.type() == SchedulerClass.EULER) {
      SchedulerConfig defaults = ClassDefaults.of(SchedulerClass.EULER);
      wanted.config().requireDefaults(defaults, "interpolation_type", "timestep_type");
    }
    return new SigmaSpaceTrajectory(wanted).trajectory();
  }

  private Trajectory trajectory() {
    return switch (wanted.type()) {
      case EULER -> with(levels, euler()).keeping(keptByEuler());
      case EULER_ANCESTRAL -> with(levels, eulerAncestral());
      case LMS -> with(levels, lms());
      case HEUN -> heun();
      case KDPM2 -> dpm2();
      case KDPM2_ANCESTRAL -> dpm2Ancestral();
      case DPM_SDE -> dpmSde();
      case DPM_2S_ANCESTRAL -> dpm2sAncestral();
      case DPM_3M_SDE -> with(levels, dpm3mSde());
      default -> throw new IllegalArgumentException(wanted.type() + " has other levels");
    };
  }

  private Sampler euler() {
    List<Double> sigmas = levels.sigmas();
    Churn churn = wanted.request().options().churn();
    if (churn.amount() == 0) {
      return (model, x, unitNoise) -> Euler.sample(model, x, sigmas);
    }
    EulerChurn.Settings settings = new EulerChurn.Settings(sigmas, churn, whole.steps());
    var type = PredictionTypes.of(wanted);
    return (model, x, unitNoise) ->
        EulerChurn.sampleReread(model, x, settings, new EulerChurn.Reread(type, unitNoise));
  }

  /** With churn a step begins at another level than its evaluation. */
  private Map<Double, Double> keptByEuler() {
    Map<Double, Double> kept = new HashMap<>();
    if (wanted.request().options().churn().amount() == 0) {
      List<Double> sigmas = levels.sigmas();
      for (int i = 0; i + 1 < sigmas.size(); i++) {
        kept.put(sigmas.get(i), sigmas.get(i + 1) / sigmas.get(i));
      }
    }
    return kept;
  }

  private Sampler eulerAncestral() {
    var settings = EulerAncestral.Settings.of(levels.sigmas(), wanted.eta(1));
    return (model, x, unitNoise) -> EulerAncestral.sample(model, x, settings, unitNoise);
  }

  private Sampler lms() {
    Lms.Settings settings = new Lms.Settings(whole.sigmas(), LMS_ORDER, begin);
    return (model, x, unitNoise) -> Lms.sample(model, x, settings);
  }

  /** The levels with those between them at which some samplers ask as well. */
  private Levels expanded(Levels steps) {
    double eta = wanted.eta(1);
    return switch (wanted.type()) {
      case HEUN -> steps.doubled();
      case KDPM2 -> steps.withMiddles((a, b) -> Math.sqrt(a * b), this::single);
      case KDPM2_ANCESTRAL ->
          steps.withMiddles((a, b) -> Dpm2Ancestral.middle(a, b, eta), this::single);
      case DPM_SDE -> steps.withMiddles(DpmPlusPlusSde::middle, noise.schedule()::timestep);
      case DPM_2S_ANCESTRAL ->
          steps.withMiddles((a, b) -> Dpm2Ancestral.middle(a, b, eta), noise.schedule()::timestep);
      default -> steps;
    };
  }

  private Trajectory heun() {
    List<Double> sigmas = levels.sigmas();
    Clipping clipping = wanted.clipping();
    return with(
        expanded(levels), (model, x, unitNoise) -> Heun.sample(clipping.of(model), x, sigmas));
  }

  private Trajectory dpm2() {
    Levels all = expanded(levels);
    return with(all, (model, x, unitNoise) -> Dpm2.sample(model, x, all.sigmas()));
  }

  private Trajectory dpm2Ancestral() {
    double eta = wanted.eta(1);
    Levels all = expanded(levels);
    Dpm2Ancestral.Settings settings = new Dpm2Ancestral.Settings(all.sigmas(), eta);
    return with(all, (model, x, unitNoise) -> Dpm2Ancestral.sample(model, x, settings, unitNoise));
  }

  private Trajectory dpmSde() {
    Levels all = expanded(levels);
    DpmPlusPlusSde.Settings settings = new DpmPlusPlusSde.Settings(all.sigmas(), wanted.eta(1));
    OptionalLong seed = wanted.config().optionalLong("noise_sampler_seed");
    return with(
        all,
        (model, x, unitNoise) ->
            DpmPlusPlusSde.sample(model, x, settings, path(x, seed, unitNoise)));
  }

  private Trajectory dpm2sAncestral() {
    double eta = wanted.eta(1);
    Levels all = expanded(levels);
    var settings = new DpmPlusPlus2SAncestral.Settings(all.sigmas(), eta);
    return with(
        all, (model, x, unitNoise) -> DpmPlusPlus2SAncestral.sample(model, x, settings, unitNoise));
  }

  private Sampler dpm3mSde() {
    var settings = new DpmPlusPlus3MSde.Settings(levels.sigmas(), wanted.eta(1));
    return (model, x, unitNoise) ->
        DpmPlusPlus3MSde.sample(model, x, settings, path(x, OptionalLong.empty(), unitNoise));
  }

  /**
   * Paths of an image.
   *
   * @param fixed the configuration's seed, which then is every image's; empty for the noise's own
   */
  private PathNoise path(Latent x, OptionalLong fixed, Noise noise) {
    return fixed.isPresent() ? path(x, fixed.getAsLong()) : noise.path(seed -> path(x, seed));
  }

  /** One path over all levels, those before the beginning included. */
  private PathNoise path(Latent x, long seed) {
    double min = whole.sigmas().stream().filter(sigma -> sigma > 0).reduce(Math::min).orElseThrow();
    return new BrownianTree(x.shape(), seed, min, Collections.max(whole.sigmas()));
  }

  private Trajectory with(Levels all, Sampler sampler) {
    Trajectory.Space space =
        Trajectory.Space.of(LatentScale.SIGMA, startScale(), Trajectory.discrete(wanted));
    return new Trajectory(all.evaluations(), space, sampler);
  }

  /**
   * diffusers starts from noise plus a unit signal where the first timestep is not the last one.
   */
  private double startScale() {
    double max = Collections.max(levels.sigmas());
    return noise.spacing() == TimestepSpacing.LEADING ? Math.hypot(max, 1) : max;
  }

  private double single(double sigma) {
    return (float) noise.schedule().timestep(sigma);
  }
}
