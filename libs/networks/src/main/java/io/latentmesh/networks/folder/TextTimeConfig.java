package io.latentmesh.networks.folder;

/**
 * Conditioning of the time embedding on a pooled text and on sizes ({@code addition_embed_type}
 * "text_time"; Podell et al., 2023, arXiv:2307.01952, section 2.2).
 *
 * @param featuresPerId sinusoidal features of each time id, even ({@code addition_time_embed_dim})
 * @param inputSize width of the pooled text and of the features of all ids together ({@code
 *     projection_class_embeddings_input_dim})
 */
public record TextTimeConfig(int featuresPerId, int inputSize) {

  /**
   * Number of time ids beside a pooled text of {@code pooledSize} features; 0 if the two do not
   * fit.
   */
  public int timeIds(int pooledSize) {
    int features = inputSize - pooledSize;
    return features > 0 && features % featuresPerId == 0 ? features / featuresPerId : 0;
  }
}
