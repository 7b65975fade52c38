package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/** PNDM: three pseudo Runge-Kutta steps of four evaluations, then PLMS. */
public final class PndmRungeKutta {
  private static final int STAGES = 4;
  private static final List<Double> SHARES = List.of(1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0);

  private PndmRungeKutta() {}

  /** Of {@code warmUp}, each four are one step: half the way, half again, whole, whole. */
  public record Settings(List<Step> warmUp, List<Step> steps, PredictionType predictionType) {
    public Settings {
      warmUp = List.copyOf(warmUp);
      steps = List.copyOf(steps);
    }
  }

  /** Liu et al. 2022 (2202.09778), eq. 13 and algorithm 2: F-PNDM. */
  public static Latent sample(Denoiser model, Latent x, Settings settings) {
    PredictionType type = settings.predictionType();
    List<Latent> firsts = new ArrayList<>(); // newest first
    for (int i = 0; i < settings.warmUp().size(); i += STAGES) {
      List<Step> stages = settings.warmUp().subList(i, i + STAGES);
      List<Latent> outputs = outputs(model, x, stages, type);
      firsts.addFirst(outputs.getFirst());
      x = Pndm.transfer(x, Latent.sum(SHARES, outputs), stages.getLast(), type);
      Step following = following(settings, i + STAGES);
      x = VariancePreserving.reread(x, stages.getLast().to(), following.from());
    }
    return Pndm.multistep(model, x, new Pndm.Settings(settings.steps(), type), firsts);
  }

  private static Step following(Settings settings, int index) {
    return index < settings.warmUp().size()
        ? settings.warmUp().get(index)
        : settings.steps().getFirst();
  }

  /** The network's raw outputs at the start and where each stage but the last leads. */
  private static List<Latent> outputs(
      Denoiser model, Latent x, List<Step> stages, PredictionType type) {
    List<Latent> outputs = new ArrayList<>();
    Latent stage = x;
    double level = stages.getFirst().from();
    for (Step step : stages) {
      Latent at = VariancePreserving.reread(stage, level, step.sigma());
      outputs.add(type.output(at, model.denoise(at, step.sigma()), step.sigma()));
      stage = Pndm.transfer(x, outputs.getLast(), step, type);
      level = step.to();
    }
    return outputs;
  }
}
