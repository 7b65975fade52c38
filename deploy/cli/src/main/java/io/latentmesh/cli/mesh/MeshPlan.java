package io.latentmesh.cli.mesh;

import java.nio.file.Path;
import java.util.Map;

/**
 * What to start.
 *
 * @param model a diffusers folder
 * @param replicas processes of each model tier
 * @param port of the orchestrator; 0 = any free
 * @param settings by full name, for every process
 */
public record MeshPlan(Path model, Replicas replicas, int port, Map<String, String> settings) {
  public MeshPlan {
    settings = Map.copyOf(settings);
  }

  /** One process of each tier, on any free port, with the services' own settings. */
  public static MeshPlan of(Path model) {
    return new MeshPlan(model, Replicas.SINGLE, 0, Map.of());
  }
}
