package io.latentmesh.bench.chaos;

/**
 * A broken invariant.
 *
 * @param episode in which it was seen, 0 before the first one
 * @param what with the call or counter that broke it
 */
public record Violation(Invariant invariant, int episode, String what) {
  @Override
  public String toString() {
    return "%s in episode %d: %s".formatted(invariant, episode, what);
  }
}
