package io.latentmesh.cli;

import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.WatchRequest;
import io.latentmesh.v1.WatchResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Joins a generation that runs or has finished on a server, and writes its pictures. */
@Command(
    name = "watch",
    description = "Joins a generation on a server and writes its pictures.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
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

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "image.png",
      description = "As with 'generate' (default ${DEFAULT-VALUE}).")
  Path output = Path.of("image.png");

  @Override
  public Integer call() throws IOException {
    try (ImageServer images = ImageServer.at(server, connection);
        ProgressView view = ProgressView.forStandardError()) {
      var answers =
          ImageServiceGrpc.newBlockingStub(images.channel())
              .watch(WatchRequest.newBuilder().setJobId(job).build());
      write(GenerationResult.read(events(answers), view, (preview, plan) -> {}).images());
    }
    return 0;
  }

  private void write(List<FinishedImage> images) throws IOException {
    var names = new OutputOptions();
    names.output = output;
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < images.size(); i++) {
      Path file = names.file(i, images.size());
      Files.write(file, images.get(i).png().toByteArray());
      out.printf("%s (seed %s)%n", file, Long.toUnsignedString(images.get(i).message().getSeed()));
    }
    out.flush();
  }

  private static Iterator<GenerateResponse> events(Iterator<WatchResponse> answers) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return answers.hasNext();
      }

      @Override
      public GenerateResponse next() {
        return answers.next().getEvent();
      }
    };
  }
}
