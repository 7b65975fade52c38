package io.latentmesh.networks.graph;

/** One axis of a graph's input or output: a fixed length or a name for any length. */
public sealed interface Axis {
  Axis BATCH = new Symbol("batch");
  Axis TOKENS = new Symbol("tokens");
  Axis HEIGHT = new Symbol("height");
  Axis WIDTH = new Symbol("width");

  /** An axis of the same length in every run. */
  static Axis of(long length) {
    return new Fixed(length);
  }

  /** An axis whose length the caller chooses per run; equal names have equal lengths. */
  static Axis of(String name) {
    return new Symbol(name);
  }

  /** See {@link #of(long)}. */
  record Fixed(long length) implements Axis {}

  /** See {@link #of(String)}. */
  record Symbol(String name) implements Axis {}
}
