package io.latentmesh.orchestrator.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A denoiser that first says again what an earlier run was told, and remembers all it says. Because
 * samplers are functions of their denoiser, start and noise, this is all that is needed to go on
 * from any evaluation of any sampler, whatever it keeps of its past: the result is the one of a run
 * that never stopped, to the bit. Confined to the image's thread.
 */
public final class History implements Denoiser {
  private final Denoiser model;
  private final List<Latent> earlier;
  private final List<Latent> denoised = new ArrayList<>();

  /**
   * @param earlier denoised latents of the first evaluations; empty for a run from the beginning
   */
  public History(Denoiser model, List<Latent> earlier) {
    this.model = model;
    this.earlier = List.copyOf(earlier);
  }

  @Override
  public Latent denoise(Latent x, double sigma) {
    int evaluation = denoised.size();
    Latent answer = evaluation < earlier.size() ? earlier.get(evaluation) : model.denoise(x, sigma);
    denoised.add(answer.kept());
    return answer;
  }

  /** What was denoised so far, one for each evaluation, the earlier run's included. */
  public List<Latent> denoised() {
    return List.copyOf(denoised);
  }

  /**
   * Noise that is the earlier run's as long as that is what is said again, and {@code other} from
   * then on: on Brownian paths, too, of which each has one of its own.
   */
  public Noise changing(Noise same, Noise other) {
    return new Noise() {
      @Override
      public Latent next() {
        return (goesOn() ? other : same).next();
      }

      @Override
      public long seed() {
        return same.seed();
      }

      @Override
      public PathNoise path(LongFunction<PathNoise> drawn) {
        PathNoise before = same.path(drawn);
        PathNoise behind = other.path(drawn);
        return (sigma, next) -> (goesOn() ? behind : before).between(sigma, next);
      }
    };
  }

  /** Whether more was said than the earlier run was told. */
  private boolean goesOn() {
    return denoised.size() > earlier.size();
  }
}
