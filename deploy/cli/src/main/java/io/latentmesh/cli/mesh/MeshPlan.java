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
 * @param edgeSettings by full name, for the orchestrator
 */
public record MeshPlan(
    Path model,
    Replicas replicas,
    int port,
    Map<String, String> settings,
    Map<String, String> modelSettings,
    Map<String, String> edgeSettings) {
  public MeshPlan {
    settings = Map.copyOf(settings);
    modelSettings = Map.copyOf(modelSettings);
    edgeSettings = Map.copyOf(edgeSettings);
  }

  /** Without more to say of the orchestrator. */
  public MeshPlan(
      Path model,
      Replicas replicas,
      int port,
      Map<String, String> settings,
      Map<String, String> modelSettings) {
    this(model, replicas, port, settings, modelSettings, Map.of());
  }

  /** Without more to say of the model. */
  public MeshPlan(Path model, Replicas replicas, int port, Map<String, String> settings) {
    this(model, replicas, port, settings, Map.of());
  }

  /** One process of each tier, on any free port, with these settings of the orchestrator. */
  public static MeshPlan edge(Path model, Map<String, String> edgeSettings) {
    return new MeshPlan(model, Replicas.SINGLE, 0, Map.of(), Map.of(), edgeSettings);
  }

  /** One process of each tier, on any free port, with the services' own settings. */
  public static MeshPlan of(Path model) {
    return new MeshPlan(model, Replicas.SINGLE, 0, Map.of());
  }
}
