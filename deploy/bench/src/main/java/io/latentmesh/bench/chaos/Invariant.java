package io.latentmesh.bench.chaos;

/** What a history must keep, whatever was done to the processes. */
public enum Invariant {
  /** Every call ends, and once. */
  ENDS_ONCE,
  /** A call that was taken on ends OK with its picture, and nobody is turned away but for load. */
  NOTHING_LOST,
  /** No picture comes twice, no generation is begun twice. */
  NOTHING_DOUBLED,
  /** A picture has the bytes that it has undisturbed. */
  SAME_BYTES,
  /** Admitted = ok + failed + deadline + cancelled + in flight. */
  CONSERVATION,
  /** Without calls there are no generations, streams or rows. */
  RESTS
}
