package io.latentmesh.cli.mesh;

import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends the local mesh: every process drains, the orchestrator first. */
@Command(
    name = "down",
    description = "Ends the local mesh; running images finish.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    var folder = MeshFolder.ofRepository(Repository.root());
    Optional<MeshState> mesh = MeshState.read(folder);
    if (mesh.isEmpty()) {
      out.println("no mesh was started here");
    } else {
      LocalMesh.end(mesh.get().processes());
      Files.delete(folder.state());
      out.println("ended " + mesh.get().processes().size() + " processes");
    }
    out.flush();
    return 0;
  }
}
