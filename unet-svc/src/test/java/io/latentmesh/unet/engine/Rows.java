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
    Latent latent = new Latent(shape, new float[shape.elements()]);
    return new Row(latent, timestep, new Conditioning(tokens, new float[tokens * 2]), alone());
  }

  /** An evaluation of an image of its own, at time 0. */
  private static Evaluation alone() {
    Claim claim = new Claim(new Claim.Tenant("", 1), Urgency.INTERACTIVE, 0, 0);
    return new Evaluation(claim, "", 0, 0, Evaluation.NO_DEADLINE);
  }
}
