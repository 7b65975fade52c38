package io.latentmesh.networks.folder;

/**
 * What a UNet and the ControlNets made for it have in common: the levels, and how timestep and
 * conditioning reach them.
 *
 * @param sampleSize latent height and width that the network was trained at, in latent pixels
 */
public record UnetTrunk(
    int sampleSize,
    UnetLevels levels,
    UnetAttention attention,
    UnetNorm norm,
    UnetEmbeddings embeddings) {

  /** Width of the time embedding: four times the outermost level's channels. */
  public int timeEmbeddingSize() {
    return 4 * levels.channels().getFirst();
  }
}
