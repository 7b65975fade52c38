package io.latentmesh.networks.runtime;

/**
 * One latent with one timestep and one conditioning: one row of a denoiser's call.
 *
 * <p>Keeps the arrays it is given. Nobody may write to them until the call that takes the row has
 * returned; the model only reads.
 */
public final class DenoiserRow {
  private final float[] latent;
  private final LatentShape shape;
  private final float timestep;
  private final float[] hiddenStates;

  /**
   * A row.
   *
   * @param latent {@code [C,H,W]} in C order, already scaled as the network wants it
   * @param hiddenStates {@code [T,D]} in C order
   */
  public DenoiserRow(float[] latent, LatentShape shape, float timestep, float[] hiddenStates) {
    if (latent.length != shape.elements()) {
      throw new IllegalArgumentException(
          "latent must have %d elements for %s, has %d"
              .formatted(shape.elements(), shape, latent.length));
    }
    this.latent = latent;
    this.shape = shape;
    this.timestep = timestep;
    this.hiddenStates = hiddenStates;
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

  float[] hiddenStates() {
    return hiddenStates;
  }
}
