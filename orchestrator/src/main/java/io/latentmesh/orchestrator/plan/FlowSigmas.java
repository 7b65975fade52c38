package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.plan.SamplingOptions.CustomLevels;
import io.latentmesh.orchestrator.sampling.SigmaCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Levels of a straight path x = (1 - s) x0 + s n. */
final class FlowSigmas {
  /** UniPC of diffusers keeps this much of a signal at the start. */
  private static final double SIGNAL = 1e-6;

  private FlowSigmas() {}

  /** What the flow-matching classes do, in s; the last is 0. */
  static Levels of(Wanted wanted) {
    SchedulerConfig config = wanted.config();
    int train = config.integer("num_train_timesteps", 2, 100_000);
    List<Double> sigmas = new ArrayList<>(base(wanted, train));
    sigmas.replaceAll(shifted(wanted));
    if (config.has("shift_terminal")) {
      config.requireDefaults(ClassDefaults.of(wanted.type()), "invert_sigmas");
      stretch(config, sigmas);
    }
    Optional<SigmaCurve> curve = SigmaCurves.of(config);
    List<Double> levels = curve.map(c -> curved(c, sigmas)).orElse(sigmas);
    List<Double> timesteps =
        levels.stream().map(sigma -> (double) (sigma.floatValue() * train)).toList();
    return Levels.of(timesteps, levels, 0);
  }

  private static List<Double> curved(SigmaCurve curve, List<Double> sigmas) {
    return curve.sigmas(sigmas.getFirst(), sigmas.getLast(), sigmas.size());
  }

  /**
   * What the exponential integrators do with use_flow_sigmas, as levels of sigma space s / (1 - s)
   * and timesteps cut to whole ones.
   */
  static Levels ofSolver(Wanted wanted, int train) {
    SchedulerConfig config = wanted.config();
    if (SigmaCurves.of(config).isPresent()) {
      throw config.mismatch("use_flow_sigmas", "false beside another formula");
    }
    config.requireDefaults(
        ClassDefaults.of(wanted.type()), "use_dynamic_shifting", "time_shift_type");
    double shift = config.between("flow_shift", 0, 1e6);
    int steps = wanted.steps();
    boolean uniPc = wanted.type() == SchedulerClass.UNIPC;
    double first = uniPc ? 1 : 1 - 1.0 / train;
    double last = uniPc ? 1.0 / train : 0;
    List<Double> flow = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      flow.add(shift(first + (last - first) * i / steps, shift));
    }
    if (uniPc) {
      stretch(config, flow);
      flow.set(0, flow.getFirst() >= 1 - SIGNAL ? flow.getFirst() - SIGNAL : flow.getFirst());
    }
    List<Double> timesteps = flow.stream().map(s -> Math.floor(s * train)).toList();
    List<Double> sigmas = flow.stream().map(FlowSigmas::toSigmaSpace).toList();
    return new Levels(timesteps, ended(sigmas, end(wanted, sigmas)));
  }

  private static List<Double> ended(List<Double> sigmas, double last) {
    List<Double> all = new ArrayList<>(sigmas);
    all.add(last);
    return all;
  }

  private static double end(Wanted wanted, List<Double> sigmas) {
    if (SolverLevels.end(wanted) == SolverLevels.End.ZERO) {
      return 0;
    }
    boolean solver =
        wanted.type() == SchedulerClass.DPM_MULTISTEP
            || wanted.type() == SchedulerClass.DPM_SINGLESTEP;
    if (solver) { // diffusers takes the level of the betas, which are not those of a flow
      throw wanted.config().mismatch("final_sigmas_type", "zero with use_flow_sigmas");
    }
    return sigmas.getLast();
  }

  /** Float32 is what diffusers keeps of s. */
  private static double toSigmaSpace(double s) {
    double single = (float) s;
    return single / (1 - single);
  }

  /** Before the shift of the schedule; that of the class's constructor has been there already. */
  private static List<Double> base(Wanted wanted, int train) {
    return switch (wanted.request().options().levels()) {
      case CustomLevels.Sigmas custom -> {
        CustomSchedules.requireDescending("sigmas", custom.values(), 1e-6, 1);
        yield custom.values().stream().map(sigma -> (double) sigma.floatValue()).toList();
      }
      case CustomLevels.Timesteps custom -> {
        CustomSchedules.requireDescending("timesteps", custom.values(), 1e-3, train);
        yield custom.values().stream().map(t -> (double) (t.floatValue() / train)).toList();
      }
      case CustomLevels.None _ -> spaced(wanted, train);
    };
  }

  /** Evenly, from 1 to the smallest level of training, which the constructor shifts in float32. */
  private static List<Double> spaced(Wanted wanted, int train) {
    float smallest = 1f / train;
    float shift = (float) own(wanted);
    float min =
        dynamic(wanted.config()) ? smallest : shift * smallest / (1 + (shift - 1) * smallest);
    int last = wanted.steps() - 1;
    double step = last == 0 ? 0 : ((double) min * train - train) / last;
    return IntStream.rangeClosed(0, last)
        .mapToObj(i -> (i == last && i > 0 ? (double) min * train : train + i * step) / train)
        .toList();
  }

  private static double own(Wanted wanted) {
    return wanted.config().between("shift", 0, 1e6);
  }

  private static boolean dynamic(SchedulerConfig config) {
    return config.has("use_dynamic_shifting") && config.flag("use_dynamic_shifting");
  }

  private static UnaryOperator<Double> shifted(Wanted wanted) {
    if (!dynamic(wanted.config())) {
      double shift = own(wanted);
      return s -> shift(s, shift);
    }
    double mu =
        wanted
            .request()
            .options()
            .shift()
            .orElseThrow(() ->
                wanted.config().mismatch("use_dynamic_shifting", "false unless a shift is given"));
    boolean linear =
        wanted.config().word("time_shift_type", "exponential", "linear").equals("linear");
    double factor = linear ? mu : Math.exp(mu);
    return s -> factor / (factor + 1 / s - 1);
  }

  /** Esser et al. 2024 (2403.03206), eq. 23. */
  private static double shift(double s, double shift) {
    return shift * s / (1 + (shift - 1) * s);
  }

  /** Moves the last level to shift_terminal, if there is one, and the others with it. */
  private static void stretch(SchedulerConfig config, List<Double> sigmas) {
    config
        .optional("shift_terminal", 0, 1)
        .ifPresent(terminal -> {
          double factor = (1 - sigmas.getLast()) / (1 - terminal);
          sigmas.replaceAll(s -> 1 - (1 - s) / factor);
        });
  }
}
