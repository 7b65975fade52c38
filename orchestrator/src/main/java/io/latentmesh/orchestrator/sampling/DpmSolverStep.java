package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * One DPM-Solver step of any order from one latent to one level, in which orders share their
 * evaluations. Confined to one thread; used for one step only.
 */
final class DpmSolverStep {
  private final Denoiser model;
  private final Latent x;
  private final double sigma;
  private final double h;
  private final List<Latent> epsilons = new ArrayList<>(); // at the start, then of each stage

  /** From {@code x} at {@code sigma} down to {@code next}, both above 0. */
  DpmSolverStep(Denoiser model, Latent x, double sigma, double next) {
    this.model = model;
    this.x = x;
    this.sigma = sigma;
    this.h = Math.log(sigma / next);
  }

  /** Lu et al. 2022 (2206.00927), eq. 3.7. */
  Latent first() {
    return Latent.sum(1, x, -growth(1), epsilonAtStart());
  }

  /** The same paper's algorithm 1, its stage at the share {@code r1} of the way. */
  Latent second(double r1) {
    double k = growth(1) / (2 * r1);
    return Latent.sum(
        List.of(1.0, k - growth(1), -k), List.of(x, epsilonAtStart(), epsilonOfStage1(r1)));
  }

  /** The same paper's algorithm 2 with r1 = 1/3 and r2 = 2/3. */
  Latent third() {
    double r1 = 1.0 / 3;
    double r2 = 2.0 / 3;
    Latent start = epsilonAtStart();
    double k2 = r2 / r1 * (growth(r2) / (r2 * h) - level(r2));
    Latent stage2 =
        Latent.sum(List.of(1.0, k2 - growth(r2), -k2), List.of(x, start, epsilonOfStage1(r1)));
    double k3 = (growth(1) / h - level(1)) / r2;
    return Latent.sum(
        List.of(1.0, k3 - growth(1), -k3), List.of(x, start, epsilon(stage2, level(r2))));
  }

  private Latent epsilonAtStart() {
    if (epsilons.isEmpty()) {
      epsilons.add(epsilon(x, sigma));
    }
    return epsilons.getFirst();
  }

  /** A step asks for one r1 only. */
  private Latent epsilonOfStage1(double r1) {
    if (epsilons.size() == 1) {
      Latent stage1 = Latent.sum(1, x, -growth(r1), epsilonAtStart());
      epsilons.add(epsilon(stage1, level(r1)));
    }
    return epsilons.getLast();
  }

  private Latent epsilon(Latent at, double level) {
    return Latent.sum(1 / level, at, -1 / level, model.denoise(at, level));
  }

  /** Sigma at a share of the way in lambda. */
  private double level(double share) {
    return sigma * Math.exp(-share * h);
  }

  /** level (e^(share h) - 1), by which epsilon is weighted at first order. */
  private double growth(double share) {
    return sigma * -Math.expm1(-share * h);
  }
}
