package io.latentmesh.unet.engine;

/** Rows for tests: the timestep tells them apart. */
final class Rows {
  static final LatentShape SMALL = new LatentShape(1, 2, 2);
  static final LatentShape WIDE = new LatentShape(1, 2, 4);

  private Rows() {}

  static Row small(float timestep) {
    return of(SMALL, 3, timestep);
  }

  static Row wide(float timestep) {
    return of(WIDE, 3, timestep);
  }

  static Row of(LatentShape shape, int tokens, float timestep) {
    return of(shape, tokens, timestep, new Evaluation(claim(), "", 0, 0, Evaluation.NO_DEADLINE));
  }

  /** A row of {@code claim}'s {@code index}th evaluation, that comes at {@code nanos}. */
  static Row of(Claim claim, int index, long nanos) {
    return of(SMALL, 3, index, new Evaluation(claim, "", index, nanos, Evaluation.NO_DEADLINE));
  }

  static Row due(float timestep, long deadlineNanos) {
    return of(SMALL, 3, timestep, new Evaluation(claim(), "", 0, 0, deadlineNanos));
  }

  static Row of(LatentShape shape, int tokens, float timestep, Evaluation evaluation) {
    Latent latent = new Latent(shape, new float[shape.elements()]);
    return new Row(latent, timestep, new Conditioning(tokens, new float[tokens * 2]), evaluation);
  }

  /** A claim of an image that does not say how many evaluations it wants. */
  static Claim claim() {
    return claim(0);
  }

  static Claim claim(int evaluations) {
    return new Claim(new Claim.Tenant("", 1), Urgency.INTERACTIVE, evaluations, 0);
  }
}
