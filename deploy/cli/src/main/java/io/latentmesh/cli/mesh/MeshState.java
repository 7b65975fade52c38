package io.latentmesh.cli.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What {@code up} remembers for {@code status} and {@code down}.
 *
 * @param model folder of the model that the mesh serves
 * @param processes in the order in which they were started; the orchestrator is the last
 */
public record MeshState(String model, List<MeshProcess> processes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public MeshState {
    processes = List.copyOf(processes);
  }

  /** The orchestrator: what clients call. */
  public MeshProcess orchestrator() {
    return processes.getLast();
  }

  boolean runs() {
    return processes.stream().anyMatch(process -> process.handle().isPresent());
  }

  /** The remembered mesh; empty when there is none. */
  static Optional<MeshState> read(MeshFolder folder) throws IOException {
    if (Files.notExists(folder.state())) {
      return Optional.empty();
    }
    return Optional.of(JSON.readValue(folder.state().toFile(), MeshState.class));
  }

  void write(MeshFolder folder) throws IOException {
    Path draft = folder.state().resolveSibling("mesh.json.new");
    JSON.writerWithDefaultPrettyPrinter().writeValue(draft.toFile(), this);
    Files.move(draft, folder.state(), StandardCopyOption.ATOMIC_MOVE);
  }
}
