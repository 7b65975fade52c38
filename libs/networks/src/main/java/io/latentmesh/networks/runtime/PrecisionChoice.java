package io.latentmesh.networks.runtime;

/** What a network is to compute in. */
public enum PrecisionChoice {
  /** F16 on CUDA, F32 on the CPU; F32 for an autoencoder that says that it overflows in F16. */
  AUTO,
  FP32,
  /** F16 on the CPU too, where it is slow and serves comparisons only. */
  FP16
}
