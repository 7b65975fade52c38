package io.latentmesh.cli.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a local mesh keeps its state file and logs: {@code .latentmesh} in the repository.
 *
 * @param root the folder itself
 */
record MeshFolder(Path root) {
  static MeshFolder ofRepository(Path repository) throws IOException {
    return new MeshFolder(Files.createDirectories(repository.resolve(".latentmesh")));
  }

  Path state() {
    return root.resolve("mesh.json");
  }

  Path log(String name) {
    return root.resolve(name + ".log");
  }

  Path settings(String name) {
    return root.resolve(name + ".properties");
  }
}
