package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;

/** SDE-DPM-Solver++(3M) with any share of noise. */
public final class DpmPlusPlus3MSde {
  private DpmPlusPlus3MSde() {}

  /**
   * How to step.
   *
   * @param sigmas strictly decreasing; the last is 0
   * @param eta 0 is deterministic, 1 is the reverse SDE
   */
  public record Settings(List<Double> sigmas, double eta) {
    public Settings {
      sigmas = List.copyOf(sigmas);
    }
  }

  /**
   * Lu et al. 2022 (2211.01095), section 3.4, with the third-order expansion of its appendix over k
   * = (1 + eta) h, and phi_2(k) = (e^-k - 1) / k + 1, phi_3(k) = phi_2 / k - 1/2. diffusers weights
   * the last term otherwise ({@link DpmForm#c2}); this is the form of k-diffusion. The first two
   * steps have the order of what is known.
   */
  public static Latent sample(Denoiser model, Latent x, Settings settings, PathNoise noise) {
    List<Double> sigmas = settings.sigmas();
    List<Latent> denoised = new ArrayList<>(); // newest first
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      double sigma = sigmas.get(i);
      double next = sigmas.get(i + 1);
      denoised.addFirst(model.denoise(x, sigma));
      if (next == 0) {
        return denoised.getFirst();
      }
      double k = (1 + settings.eta()) * Math.log(sigma / next);
      x = Latent.sum(Math.exp(-k), x, 1, expansion(denoised, sigmas.subList(0, i + 2), k));
      double share = Math.sqrt(-Math.expm1(-2 * settings.eta() * Math.log(sigma / next)));
      if (share > 0) {
        x = Latent.sum(1, x, next * share, noise.between(sigma, next));
      }
    }
    return x;
  }

  /** The integral of the polynomial through the newest denoised latents. */
  private static Latent expansion(List<Latent> denoised, List<Double> sigmas, double k) {
    double c0 = -Math.expm1(-k);
    double phi2 = 1 - c0 / k;
    if (denoised.size() == 1) {
      return denoised.getFirst().times(c0);
    }
    double r0 = growth(sigmas, 1) / growth(sigmas, 0);
    double u = phi2 / r0;
    if (denoised.size() == 2) {
      return Latent.sum(c0 + u, denoised.get(0), -u, denoised.get(1));
    }
    double r1 = growth(sigmas, 2) / growth(sigmas, 0);
    double both = (phi2 * r0 - (phi2 / k - 0.5)) / (r0 + r1);
    u = (phi2 + both) / r0;
    double v = -both / r1;
    return Latent.sum(List.of(c0 + u, v - u, -v), denoised.subList(0, 3));
  }

  /** Growth of lambda over the step that ends {@code back} levels before the last one. */
  private static double growth(List<Double> sigmas, int back) {
    int end = sigmas.size() - 1 - back;
    return Math.log(sigmas.get(end - 1) / sigmas.get(end));
  }
}
