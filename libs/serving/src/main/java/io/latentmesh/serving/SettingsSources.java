package io.latentmesh.serving;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from. The later wins: defaults in the mapping, properties file, environment,
 * overrides. Immutable.
 */
public final class SettingsSources {
  private final @Nullable Path file; // Null = no file.
  private final Map<String, String> environment;
  private final Map<String, String> overrides;

  private SettingsSources(
      @Nullable Path file, Map<String, String> environment, Map<String, String> overrides) {
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.overrides = Map.copyOf(overrides);
  }

  /** Defaults alone. */
  public static SettingsSources defaults() {
    return new SettingsSources(null, Map.of(), Map.of());
  }

  /**
   * What a process started by an operator reads: its environment and, if {@code LATENTMESH_CONFIG}
   * names one, a properties file.
   */
  public static SettingsSources process(Map<String, String> environment) {
    String named = environment.get("LATENTMESH_CONFIG");
    SettingsSources sources = defaults().withEnvironment(environment);
    return named == null || named.isBlank() ? sources : sources.withFile(Path.of(named));
  }

  /** A properties file; its keys are full names such as {@code latentmesh.server.port}. */
  public SettingsSources withFile(Path properties) {
    return new SettingsSources(properties, environment, overrides);
  }

  /**
   * Environment variables; {@code LATENTMESH_SERVER_PORT} is {@code latentmesh.server.port}. Others
   * are ignored, unknown ones too: Kubernetes puts variables of its own there. A Kubernetes service
   * named like a group of settings ({@code latentmesh-server}) collides with them; {@code
   * enableServiceLinks: false} keeps its variables out.
   */
  public SettingsSources withEnvironment(Map<String, String> variables) {
    return new SettingsSources(file, variables, overrides);
  }

  /** Values set by a program, with full names; they win over everything. */
  public SettingsSources withOverrides(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(overrides);
    all.putAll(values);
    return new SettingsSources(file, environment, all);
  }

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  Map<String, String> environment() {
    return environment;
  }

  Map<String, String> overrides() {
    return overrides;
  }
}
