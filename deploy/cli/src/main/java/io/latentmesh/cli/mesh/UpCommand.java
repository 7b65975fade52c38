package io.latentmesh.cli.mesh;

import io.latentmesh.cli.model.ModelChoice;
import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts a mesh of real processes on the loopback interface and leaves it running. */
@Command(
    name = "up",
    description = "Starts the four services as processes on this machine.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  private static final int MAX_REPLICAS = 16;

  /** On loopback nothing is given away by answering grpcurl and its like. */
  private static final Map<String, String> TOOLS =
      Map.of("latentmesh.server.reflection", "true", "latentmesh.server.channelz", "true");

  @Spec CommandSpec spec;

  @Mixin ModelChoice model = new ModelChoice();

  @Option(
      names = "--also",
      paramLabel = "PATH",
      description = "Another model, loaded by the first request for it; repeat it for several.")
  List<Path> others = new ArrayList<>();

  @Option(
      names = "--controlnet",
      paramLabel = "NAME=DIR",
      description = "A ControlNet of the model and what requests call it; repeat it for several.")
  Map<String, Path> controls = new LinkedHashMap<>();

  @Option(
      names = "--model-memory",
      paramLabel = "MIB",
      defaultValue = "0",
      description = "MiB of memory for all models of a process, 0 for no bound.")
  long modelMemory;

  @Option(
      names = "--unet-replicas",
      paramLabel = "N",
      defaultValue = "1",
      description = "Processes of the denoiser (default ${DEFAULT-VALUE}).")
  int unetReplicas = 1;

  @Option(
      names = "--text-encoder-replicas",
      paramLabel = "N",
      defaultValue = "1",
      description = "Processes of the text encoder (default ${DEFAULT-VALUE}).")
  int textEncoderReplicas = 1;

  @Option(
      names = "--vae-replicas",
      paramLabel = "N",
      defaultValue = "1",
      description = "Processes of the autoencoder (default ${DEFAULT-VALUE}).")
  int vaeReplicas = 1;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7400",
      description = "Port of the orchestrator, 0 for any (default ${DEFAULT-VALUE}).")
  int port = 7400;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait until the mesh serves (default ${DEFAULT-VALUE}).")
  int patienceSeconds = 300;

  @Override
  public Integer call() throws IOException {
    requireSensible("--unet-replicas", unetReplicas);
    requireSensible("--text-encoder-replicas", textEncoderReplicas);
    requireSensible("--vae-replicas", vaeReplicas);
    var folder = MeshFolder.ofRepository(Repository.root());
    Optional<MeshState> running = MeshState.read(folder).filter(MeshState::runs);
    if (running.isPresent()) {
      throw new IllegalStateException(
          "a mesh runs here already at "
              + running.get().orchestrator().address()
              + "; end it with './latentmesh down'");
    }
    return start(folder);
  }

  private int start(MeshFolder folder) throws IOException {
    var replicas = new Replicas(textEncoderReplicas, unetReplicas, vaeReplicas);
    var plan =
        new MeshPlan(model.path().toRealPath(), replicas, port, TOOLS, modelSettings(), Map.of());
    MeshState mesh = LocalMesh.start(folder.root(), plan, Duration.ofSeconds(patienceSeconds));
    PrintWriter out = spec.commandLine().getOut();
    new MeshTable(mesh).print(out);
    out.printf("%nserving at %s%n", mesh.orchestrator().address());
    out.flush();
    return 0;
  }

  private Map<String, String> modelSettings() throws IOException {
    Map<String, String> settings = new HashMap<>(model.settings());
    settings.put("latentmesh.model-memory", Long.toString(modelMemory));
    for (int i = 0; i < others.size(); i++) {
      String key = "latentmesh.models.m%d.path".formatted(i + 1);
      settings.put(key, others.get(i).toRealPath().toString());
    }
    int control = 0;
    for (Map.Entry<String, Path> named : controls.entrySet()) {
      String key = "latentmesh.model.controls.c%d.".formatted(++control);
      settings.put(key + "name", named.getKey());
      settings.put(key + "path", named.getValue().toRealPath().toString());
    }
    return settings;
  }

  private void requireSensible(String option, int replicas) {
    if (replicas < 1 || replicas > MAX_REPLICAS) {
      throw new ParameterException(
          spec.commandLine(), option + ": must be 1 to " + MAX_REPLICAS + ", was " + replicas);
    }
  }
}
