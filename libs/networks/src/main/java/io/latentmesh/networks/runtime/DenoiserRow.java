package io.latentmesh.networks.runtime;

/**
 * One latent with one timestep and one conditioning: one row of a denoiser's or a ControlNet's
 * call.
 *
 * <p>Keeps the arrays it is given. Nobody may write to them until the call that takes the row has
 * returned; the model only reads.
 */
public final class DenoiserRow {
  private final float[] latent;
  private final LatentShape shape;
  private final float timestep;
  private final Conditioning conditioning;

  /**
   * A row.
   *
   * @param latent {@code [C,H,W]} in C order, already scaled as the network wants it
   */
  public DenoiserRow(float[] latent, LatentShape shape, float timestep, Conditioning conditioning) {
    if (latent.length != shape.elements()) {
      throw new IllegalArgumentException(
          "latent must have %d elements for %s, has %d"
              .formatted(shape.elements(), shape, latent.length));
    }
    this.latent = latent;
    this.shape = shape;
    this.timestep = timestep;
    this.conditioning = conditioning;
  }

  /**
   * A row that is conditioned on text only.
   *
   * @param latent {@code [C,H,W]} in C order, already scaled as the network wants it
   * @param hiddenStates {@code [T,D]} in C order
   */
  public DenoiserRow(float[] latent, LatentShape shape, float timestep, float[] hiddenStates) {
    this(latent, shape, timestep, Conditioning.of(hiddenStates));
  }

  float[] latent() {
    return latent;
  }

  LatentShape shape() {
    return shape;
  }

  float timestep() {
    return timestep;
  }

  Conditioning conditioning() {
    return conditioning;
  }
}
