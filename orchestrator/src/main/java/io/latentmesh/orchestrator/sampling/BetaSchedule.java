package io.latentmesh.orchestrator.sampling;

/**
 * How much noise each training timestep adds: the betas of DDPM, as torch computes them in float32.
 */
public enum BetaSchedule {
  /** Evenly spaced. Ho et al. 2020 (2006.11239). */
  LINEAR,
  /** Evenly spaced square roots. Rombach et al. 2022 (2112.10752). */
  SCALED_LINEAR,
  /** The cosine schedule; ignores both ends. Nichol and Dhariwal 2021 (2102.09672), eq. 17. */
  SQUARED_COSINE;

  private static final double COSINE_OFFSET = 0.008;
  private static final double MAX_BETA = 0.999;

  /** {@code count} betas (at least 2) from {@code start} to {@code end}, both between 0 and 1. */
  public float[] betas(double start, double end, int count) {
    return switch (this) {
      case LINEAR -> linspace(start, end, count);
      case SCALED_LINEAR -> squared(linspace(Math.sqrt(start), Math.sqrt(end), count));
      case SQUARED_COSINE -> squaredCosine(count);
    };
  }

  /** torch.linspace counts from both ends, with one rounding per value. */
  private static float[] linspace(double start, double end, int count) {
    float first = (float) start;
    float last = (float) end;
    float step = (last - first) / (count - 1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i < count / 2 ? Math.fma(step, i, first) : Math.fma(-step, count - 1 - i, last);
    }
    return values;
  }

  private static float[] squared(float[] values) {
    float[] squares = new float[values.length];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = values[i] * values[i];
    }
    return squares;
  }

  private static float[] squaredCosine(int count) {
    float[] betas = new float[count];
    for (int i = 0; i < count; i++) {
      double ratio = cosine((i + 1.0) / count) / cosine((double) i / count);
      betas[i] = (float) Math.min(1 - ratio, MAX_BETA);
    }
    return betas;
  }

  private static double cosine(double t) {
    double c = Math.cos((t + COSINE_OFFSET) / (1 + COSINE_OFFSET) * Math.PI / 2);
    return c * c;
  }
}
