package io.latentmesh.cli;

import io.latentmesh.orchestrator.access.NewToken;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a token for the public API, and the line by which an orchestrator knows it. */
@Command(
    name = "token",
    description = {
      "Makes a token for the public API.",
      "The first line is the token, shown this once: give it to who is to use it. The second"
          + " belongs into the file that latentmesh.access.file names; it does not tell the token."
    },
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "What logs and errors call the token.")
  String name = "";

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      required = true,
      description = "Whose requests those with the token are.")
  String tenant = "";

  @Option(
      names = "--priority",
      paramLabel = "CLASS",
      description = "Most urgent class: interactive (the default), batch or best-effort.")
  @Nullable String priority;

  @Option(
      names = "--max-running",
      paramLabel = "N",
      description = "The tenant's requests that run at once; more wait.")
  @Nullable Integer maxRunning;

  @Option(
      names = "--max-queued",
      paramLabel = "N",
      description = "The tenant's requests that wait; more are refused.")
  @Nullable Integer maxQueued;

  @Option(
      names = "--images-per-minute",
      paramLabel = "N",
      description = "Images that may be asked for with the token.")
  @Nullable Integer imagesPerMinute;

  @Override
  public Integer call() {
    NewToken token = NewToken.draw(new SecureRandom(), fields());
    PrintWriter out = spec.commandLine().getOut();
    out.println(token.text());
    out.println(token.line());
    out.flush();
    return 0;
  }

  private String fields() {
    List<String> fields = new ArrayList<>(List.of("name=" + name, "tenant=" + tenant));
    add(fields, "priority", priority);
    add(fields, "max-running", maxRunning);
    add(fields, "max-queued", maxQueued);
    add(fields, "images-per-minute", imagesPerMinute);
    return String.join(" ", fields);
  }

  private static void add(List<String> fields, String key, @Nullable Object value) {
    if (value != null) {
      fields.add(key + "=" + value);
    }
  }
}
