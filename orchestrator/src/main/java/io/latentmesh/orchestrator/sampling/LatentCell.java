package io.latentmesh.orchestrator.sampling;

import org.jspecify.annotations.Nullable;

/**
 * Where a latent's values lie. A cell of the heap belongs to one latent for good, a cell of a
 * {@link LatentPool} to one after the other: whoever reads says which lease is meant. Cells of a
 * pool are confined to the thread of its run.
 */
final class LatentCell {
  private final float[] values; // written by whoever got the lease, before its latent is seen
  private final @Nullable LatentPool pool; // Null on the heap.
  private int lease;
  private int evaluation; // of the run, during or after which the lease began

  private LatentCell(float[] values, @Nullable LatentPool pool) {
    this.values = values;
    this.pool = pool;
  }

  /** For one latent, however long it is held. */
  static LatentCell ofHeap(float[] values) {
    return new LatentCell(values, null);
  }

  /** Whose values {@code pool} uses again, or which are nobody's to write and only read beside. */
  static LatentCell of(LatentPool pool, float[] values) {
    return new LatentCell(values, pool);
  }

  void leasedAt(int newestEvaluation) {
    evaluation = newestEvaluation;
  }

  /** From now on its latent cannot be read any more. */
  void endLease() {
    lease++;
  }

  int lease() {
    return lease;
  }

  int evaluation() {
    return evaluation;
  }

  @Nullable LatentPool pool() {
    return pool;
  }

  /** For writing, by whoever got the lease. */
  float[] values() {
    return values;
  }

  /**
   * For reading.
   *
   * @throws IllegalStateException when that lease has ended
   */
  float[] values(int ofLease) {
    if (lease != ofLease) {
      throw new IllegalStateException(
          "a latent of a run was read after its cell was used again; kept() is for longer");
    }
    if (pool != null) {
      pool.read(evaluation);
    }
    return values;
  }
}
