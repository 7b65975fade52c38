package io.latentmesh.cli;

import io.latentmesh.v1.CancelJobRequest;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.Job;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a generation on a server. */
@Command(
    name = "cancel",
    description = "Ends a generation on a server.",
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "JOB", description = "As 'generate --keep' told it.")
  String job = "";

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      required = true,
      description = "The orchestrator that runs it.")
  String server = "";

  @Mixin Connection connection = new Connection();

  @Override
  public Integer call() {
    try (ImageServer images = ImageServer.at(server, connection)) {
      Job ended =
          ImageServiceGrpc.newBlockingStub(images.channel())
              .cancelJob(CancelJobRequest.newBuilder().setJobId(job).build())
              .getJob();
      PrintWriter out = spec.commandLine().getOut();
      String state = ended.getState().name().replace("JOB_STATE_", "").toLowerCase(Locale.ROOT);
      out.println(ended.getJobId() + " " + state);
      out.flush();
    }
    return 0;
  }
}
