package io.latentmesh.networks.model;

import java.nio.file.Path;

/** Where a network comes from: weights that a graph is written for, or a graph that has its own. */
public sealed interface NetworkSource permits StoredWeights, ExportedGraph {
  /** What messages name: a file, or the index of several. */
  Path path();

  /** Number of weights; headers are read for it, no weight is. */
  long parameters();
}
