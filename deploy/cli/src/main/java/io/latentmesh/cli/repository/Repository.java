package io.latentmesh.cli.repository;

import java.nio.file.Path;

/** The checkout that the launcher runs from, and what ships in it. */
public final class Repository {
  private Repository() {}

  /**
   * Its root: system property {@code latentmesh.root}, which the launcher sets, or the working
   * folder.
   */
  public static Path root() {
    return Path.of(System.getProperty("latentmesh.root", "")).toAbsolutePath();
  }

  /** Folder of the model that ships with it. */
  public static Path demoModel() {
    return root().resolve("deploy/demo-model/model");
  }
}
