package io.latentmesh.bench.abuse;

/** The four services of a mesh. */
public enum MeshService {
  ORCHESTRATOR,
  TEXT_ENCODER,
  UNET,
  VAE
}
