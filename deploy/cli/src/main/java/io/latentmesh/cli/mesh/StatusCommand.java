package io.latentmesh.cli.mesh;

import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the local mesh. Exit code 1 unless every process runs and is SERVING. */
@Command(name = "status", description = "Shows the local mesh.", mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Optional<MeshState> mesh = MeshState.read(MeshFolder.ofRepository(Repository.root()));
    if (mesh.isEmpty()) {
      out.println("no mesh was started here; './latentmesh up' starts one");
      out.flush();
      return 1;
    }
    boolean healthy = new MeshTable(mesh.get()).print(out);
    out.flush();
    return healthy ? 0 : 1;
  }
}
