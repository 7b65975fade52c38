package io.latentmesh.textencoder;

/** Whether the encoders of a model can be told which tokens not to attend to. */
enum AttentionMask {
  TAKEN,
  /** An exported graph has the ids as its only input. */
  NOT_TAKEN
}
