package io.latentmesh.orchestrator.sampling;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The cells of one run's latents, used again when its sampler looks at them no more. Confined to
 * the run's thread, and gone with the run.
 */
final class LatentPool {
  /* Design note. A run makes some ten latents an evaluation and looks at few of them again. Each
   * would be 64 KiB of garbage for SD 1.5, in memory that no cache holds.
   *
   * 1. What is made from a latent of a run lies in the run's pool (Latent's operations).
   * 2. What is made during an evaluation ends with it, but for the answer.
   * 3. Answers, and what the sampler makes of them, end when `memory` more evaluations have begun.
   * 4. What has ended cannot be read: its cell has another lease (LatentCell). So a memory that is
   *    too short is an error, never a wrong picture.
   * 5. Whoever looks at a latent for longer, or from another thread, has a copy (Latent.kept).
   *
   * How far back a sampler looks does not depend on the values, so it is rehearsed on one number.
   * docs/decisions/latent-pool.md says what else was thought of. */
  private final int elements; // of each latent
  private final int memory; // in evaluations
  private final Deque<LatentCell> leased = new ArrayDeque<>(); // oldest first
  private final Deque<LatentCell> free = new ArrayDeque<>(); // what a cache may still hold first
  private int evaluation; // the newest, counted from 1
  private int farthestLook; // in evaluations

  LatentPool(int elements, int memory) {
    this.elements = elements;
    this.memory = memory;
  }

  /** How many evaluations back a sampler looks. */
  static int memory(Sampler sampler) {
    var rehearsal = new LatentPool(1, Integer.MAX_VALUE);
    Latent one = Latent.of(new LatentShape(1, 1, 1), new float[] {1});
    rehearsal.run(sampler, (x, sigma) -> x.times(1), one, () -> one);
    return rehearsal.farthestLook;
  }

  /** One run; the start and the result are not of the pool. */
  Latent run(Sampler sampler, Denoiser model, Latent x, Noise noise) {
    Denoiser recycled =
        (at, sigma) -> {
          beginEvaluation();
          return answered(model.denoise(at, sigma));
        };
    return sampler.sample(recycled, x.in(this), noise).kept();
  }

  private void beginEvaluation() {
    evaluation++;
    while (!leased.isEmpty() && evaluation - leased.getFirst().evaluation() > memory) {
      end(leased.removeFirst());
    }
  }

  private Latent answered(Latent latent) {
    LatentCell cell = latent.cell();
    if (cell.pool() == this && cell.evaluation() < evaluation) {
      return answered(latent.times(1)); // an answer is as new as any, whatever it is
    }
    boolean ours = leased.remove(cell);
    while (!leased.isEmpty() && leased.getLast().evaluation() == evaluation) {
      end(leased.removeLast());
    }
    if (ours) {
      leased.addLast(cell);
    }
    return latent;
  }

  /** A cell for a new latent; one of the heap where it is not of the run's size. */
  LatentCell lease(int size) {
    if (size != elements) {
      return LatentCell.ofHeap(new float[size]);
    }
    LatentCell cell = free.isEmpty() ? LatentCell.of(this, new float[size]) : free.pop();
    cell.leasedAt(evaluation);
    leased.addLast(cell);
    return cell;
  }

  /** Somebody looks at a latent of that evaluation. */
  void read(int madeAt) {
    farthestLook = Math.max(farthestLook, evaluation - madeAt);
  }

  private void end(LatentCell cell) {
    cell.endLease();
    free.push(cell);
  }
}
