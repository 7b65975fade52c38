package io.latentmesh.cli.bench;

import io.latentmesh.bench.step.StepBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Round trip of one step against an echo of the same bytes. */
@Command(
    name = "step",
    description = "Round trip of one step against an echo of the same bytes.",
    mixinStandardHelpOptions = true)
public final class StepCommand implements Callable<Integer> {
  @Mixin ReportOptions report = new ReportOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "100",
      description = "Blocks of 200 round trips per contender (default ${DEFAULT-VALUE}).")
  int rounds = 100;

  @Override
  public Integer call() throws Exception {
    report.tell(StepBench.run(rounds).report());
    return 0;
  }
}
