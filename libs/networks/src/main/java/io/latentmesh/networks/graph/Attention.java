package io.latentmesh.networks.graph;

/**
 * The inputs of scaled dot-product attention, {@code softmax(q k^T / sqrt(d)) v} with {@code d =
 * width / heads} (Vaswani et al., 2017, arXiv:1706.03762, equation 1).
 *
 * @param query {@code [B,S,D]}
 * @param key {@code [B,T,D]}
 * @param value {@code [B,T,D]}
 * @param heads number of heads, a divisor of D
 */
public record Attention(Value query, Value key, Value value, int heads) {
  public Attention {
    if (heads < 1 || query.width() % heads != 0) {
      throw new IllegalArgumentException(
          "%d features cannot be cut into %d attention heads".formatted(query.width(), heads));
    }
  }
}
