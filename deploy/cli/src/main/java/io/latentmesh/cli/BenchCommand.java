package io.latentmesh.cli;

import io.latentmesh.cli.bench.AbuseCommand;
import io.latentmesh.cli.bench.CallsCommand;
import io.latentmesh.cli.bench.ChaosCommand;
import io.latentmesh.cli.bench.OverloadCommand;
import io.latentmesh.cli.bench.ScaleCommand;
import io.latentmesh.cli.bench.SoakCommand;
import io.latentmesh.cli.bench.StepCommand;
import io.latentmesh.cli.bench.TaxCommand;
import io.latentmesh.cli.bench.ThroughputCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures the product on this machine. */
@Command(
    name = "bench",
    description = "Measures the mesh on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BatchingCommand.class,
      TaxCommand.class,
      StepCommand.class,
      ThroughputCommand.class,
      OverloadCommand.class,
      ScaleCommand.class,
      ChaosCommand.class,
      AbuseCommand.class,
      SoakCommand.class,
      CallsCommand.class,
    })
final class BenchCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
