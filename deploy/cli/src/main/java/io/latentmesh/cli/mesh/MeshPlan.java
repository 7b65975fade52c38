package io.latentmesh.cli.mesh;

import java.nio.file.Path;
import java.util.Map;

/**
 * What to start.
 *
 * @param model a model's folder or file
 * @param replicas processes of each model tier
 * @param port of the orchestrator; 0 = any free
 * @param settings by full name, for every process
 * @param modelSettings by full name, for those that hold models
 * @param orchestratorSettings by full name, for the one that calls the others
 */
public record MeshPlan(
    Path model,
    Replicas replicas,
    int port,
    Map<String, String> settings,
    Map<String, String> modelSettings,
    Map<String, String> orchestratorSettings) {
  public MeshPlan {
    settings = Map.copyOf(settings);
    modelSettings = Map.copyOf(modelSettings);
    orchestratorSettings = Map.copyOf(orchestratorSettings);
  }

  /** Without more to say of single tiers. */
  public MeshPlan(Path model, Replicas replicas, int port, Map<String, String> settings) {
    this(model, replicas, port, settings, Map.of(), Map.of());
  }

  /** One process of each tier, on any free port, with these settings of the orchestrator. */
  public static MeshPlan edge(Path model, Map<String, String> orchestratorSettings) {
    return new MeshPlan(model, Replicas.SINGLE, 0, Map.of(), Map.of(), orchestratorSettings);
  }

  /** One process of each tier, on any free port, with the services' own settings. */
  public static MeshPlan of(Path model) {
    return new MeshPlan(model, Replicas.SINGLE, 0, Map.of());
  }
}
