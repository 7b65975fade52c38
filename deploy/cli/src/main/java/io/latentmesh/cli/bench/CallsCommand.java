package io.latentmesh.cli.bench;

import io.latentmesh.bench.calls.CallLoop;
import io.latentmesh.bench.calls.CallSettings;
import io.latentmesh.bench.calls.NetworkCalls;
import io.latentmesh.networks.copies.CopyFolder;
import io.latentmesh.networks.copies.CopyLimits;
import io.latentmesh.networks.copies.WideCopies;
import io.latentmesh.networks.graph.GraphSettings.OperatorSet;
import io.latentmesh.networks.runtime.PrecisionChoice;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One network of a model that is called by lines on the input: for benchmarks that take turns. */
@Command(
    name = "calls",
    description = "Loads one network and calls it as lines on the input say (see CallLoop).",
    mixinStandardHelpOptions = true)
public final class CallsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A diffusers folder.")
  @Nullable Path model;

  @Option(
      names = "--network",
      defaultValue = "UNET",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  CallSettings.Network network = CallSettings.Network.UNET;

  @Option(
      names = "--provider",
      defaultValue = "CPU",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  Provider provider = Provider.CPU;

  @Option(
      names = "--precision",
      defaultValue = "AUTO",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  PrecisionChoice precision = PrecisionChoice.AUTO;

  @Option(
      names = "--operators",
      defaultValue = "PORTABLE",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  OperatorSet operators = OperatorSet.PORTABLE;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "0 for all processors (default ${DEFAULT-VALUE}).")
  int threads;

  @Option(
      names = "--side",
      paramLabel = "N",
      defaultValue = "0",
      description = "Height and width of the latent; 0 for the model's own.")
  int side;

  @Option(
      names = "--copies",
      paramLabel = "DIR",
      description = "Keeps F32 copies of narrow weights there (default: widen them in memory).")
  @Nullable Path copies;

  @Override
  public Integer call() throws Exception {
    SessionSettings session = session();
    if (model == null) {
      throw new IllegalStateException("picocli requires --model");
    }
    CallSettings settings = new CallSettings(model, network, session, side);
    boolean denoiser = network == CallSettings.Network.UNET;
    double graph = denoiser ? settings.writeGraph() : 0;
    long begun = System.nanoTime();
    try (NetworkCalls calls = settings.open();
        var commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      double seconds = (System.nanoTime() - begun) / 1e9;
      var loading = new CallLoop.Loading(graph, seconds);
      new CallLoop(calls, spec.commandLine().getOut()).run(loading, commands);
    }
    return 0;
  }

  private SessionSettings session() {
    SessionSettings session = new SessionSettings(provider, threads, precision, operators);
    return copies == null
        ? session
        : session.with(
            new WideCopies(
                new CopyFolder(copies, CopyLimits.ofMebibytes(1 << 20), InstantSource.system())));
  }
}
