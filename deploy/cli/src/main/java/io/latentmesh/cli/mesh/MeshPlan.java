package io.latentmesh.cli.mesh;

import java.nio.file.Path;
import java.util.Map;

/**
 * What to start.
 *
 * @param model a diffusers folder
 * @param unetReplicas processes of the denoiser, at least 1
 * @param port of the orchestrator; 0 = any free
 * @param settings by full name, for every process
 */
public record MeshPlan(Path model, int unetReplicas, int port, Map<String, String> settings) {
  public MeshPlan {
    settings = Map.copyOf(settings);
  }
}
