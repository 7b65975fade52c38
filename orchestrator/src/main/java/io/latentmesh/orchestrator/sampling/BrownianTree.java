package io.latentmesh.orchestrator.sampling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Brownian path over the noise levels of an image, as torchsde draws it: what is between two
 * levels does not depend on which others were asked for, so that the number of steps changes the
 * picture less. Not safe for use by several threads.
 */
public final class BrownianTree implements PathNoise {
  /* Design note. The path over [min, max] is a binary tree (torchsde's BrownianInterval with
   * halfway_tree, tol 1e-6, pool_size 24, as k-diffusion and diffusers make it). A node is an
   * interval; it splits at its middle, rounded to 6 digits as every point asked for is, until the
   * point is an edge. Its left half's increment is the bridge's mean plus noise whose seed is
   * hashed from the tree's seed and the node's place; the right half's is the rest. An increment
   * between two points is the sum over the nodes between them. Arithmetic is in float32 where
   * torchsde has tensors.
   * Only the ways down to the last two points are kept: some 24 nodes each, two latents a node,
   * 6 MiB for SD 1.5. Keeping every node would take 20 times as much for 50 steps; what is asked
   * for again further back is drawn again, and is the same. */
  private static final int POOL_SIZE = 24;
  private static final double DIGITS = 1e6;

  private final LatentShape shape;
  private final long seed;
  private final Node root;

  /**
   * A path of its own for one image.
   *
   * @param seed all 64 bits count
   * @param min above 0, below {@code max}
   */
  public BrownianTree(LatentShape shape, long seed, double min, double max) {
    this.shape = shape;
    this.seed = seed;
    int[] state = SeedSequence.state(seed, new long[0], POOL_SIZE, 1);
    float[] increment = randn(state[0]);
    float deviation = (float) Math.sqrt(max - min);
    for (int i = 0; i < increment.length; i++) {
      increment[i] *= deviation;
    }
    this.root = new Node(rounded(min), rounded(max), 0, 0, increment);
  }

  /**
   * The path's increment over the root of its length, negative as sigma falls. Edges outside the
   * path count as its ends.
   */
  @Override
  public Latent between(double sigma, double next) {
    float low = (float) Math.min(sigma, next);
    float high = (float) Math.max(sigma, next);
    double sign = sigma > next ? -1 : 1;
    return increment(low, high).times(sign / Math.sqrt(high - low));
  }

  /** W(high) - W(low). */
  Latent increment(double low, double high) {
    float[] sum = new float[shape.elements()];
    double first = rounded(Math.max(low, root.start));
    double last = rounded(Math.min(high, root.end));
    root.add(first, last, sum);
    root.forgetBut(first, last);
    return Latent.of(shape, sum);
  }

  /** As Python rounds to 6 digits: by the exact value, which decides what looks like a tie. */
  private static double rounded(double x) {
    double product = x * DIGITS;
    double rest = Math.fma(x, DIGITS, -product); // what the product's rounding left out
    double down = Math.floor(product);
    double fraction = product - down;
    boolean tie = fraction == 0.5;
    double whole = tie && rest != 0 ? down + (rest > 0 ? 1 : 0) : Math.rint(product);
    return whole / DIGITS;
  }

  private float[] randn(int nodeSeed) {
    return new TorchGenerator(nodeSeed).randn(shape.elements());
  }

  /** An interval of the path. */
  private final class Node {
    private final double start;
    private final double end;
    private final long key;
    private final int depth;
    private final float[] increment;
    private @Nullable List<Node> halves; // Null until a point inside was asked for.

    Node(double start, double end, long key, int depth, float[] increment) {
      this.start = start;
      this.end = end;
      this.key = key;
      this.depth = depth;
      this.increment = increment;
    }

    /** Adds the increment from {@code low} to {@code high}, both within the node. */
    void add(double low, double high, float[] sum) {
      if (low >= high) {
        return;
      }
      if (low <= start && high >= end) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += increment[i];
        }
        return;
      }
      for (Node half : halves()) {
        half.add(Math.max(low, half.start), Math.min(high, half.end), sum);
      }
    }

    /** Drops all nodes that neither point lies in. */
    void forgetBut(double first, double last) {
      List<Node> known = halves;
      if (known != null) {
        halves = isInside(first) || isInside(last) ? known : null;
        known.forEach(half -> half.forgetBut(first, last));
      }
    }

    private boolean isInside(double point) {
      return start < point && point < end;
    }

    private List<Node> halves() {
      List<Node> known = halves;
      if (known == null) {
        known = split();
        halves = known;
      }
      return known;
    }

    private List<Node> split() {
      double middle = rounded(0.5 * (end + start));
      double share = 1 / (end - start);
      double leftLength = middle - start;
      float deviation = (float) Math.sqrt(leftLength * (end - middle) * share);
      float[] left = randn(SeedSequence.state(seed, new long[] {key, depth}, POOL_SIZE, 1)[0]);
      float[] right = new float[left.length];
      for (int i = 0; i < left.length; i++) {
        left[i] = (float) leftLength * increment[i] * (float) share + deviation * left[i];
        right[i] = increment[i] - left[i];
      }
      return List.of(
          new Node(start, middle, 2 * key, depth + 1, left),
          new Node(middle, end, 2 * key + 1, depth + 1, right));
    }
  }
}
