package io.latentmesh.networks.runtime;

/** What a model runs on. */
public enum Provider {
  /** CUDA where the driver and its libraries are found, else the CPU. */
  AUTO,
  CPU,
  /** CUDA or an error. */
  CUDA
}
