package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.Urgency;

/**
 * One image that somebody asks for.
 *
 * @param arrivalNanos virtual time
 * @param rows of each of its steps: 2 when guided
 */
record Request(long arrivalNanos, int steps, int rows, Urgency urgency) {
  /** Row-steps. */
  long work() {
    return (long) steps * rows;
  }

  /** The same in another class. */
  Request at(Urgency other) {
    return new Request(arrivalNanos, steps, rows, other);
  }
}
