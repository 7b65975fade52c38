package io.latentmesh.cli.bench;

import io.latentmesh.bench.Report;
import io.latentmesh.cli.repository.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every benchmark does with its report: print it, and keep it where asked. */
final class ReportOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(names = "--result", paramLabel = "FILE", description = "Also write the result here.")
  @Nullable Path result;

  void tell(Report report) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.text());
    out.flush();
    if (result != null) {
      report.write(result, command(), Repository.root());
    }
  }

  /** The command as it was typed, without the file that the result goes to. */
  private String command() {
    CommandLine root = spec.commandLine();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    var words = new StringBuilder("./latentmesh");
    var arguments = root.getParseResult().originalArgs().iterator();
    while (arguments.hasNext()) {
      String argument = arguments.next();
      if (argument.equals("--result")) {
        arguments.next();
      } else if (!argument.startsWith("--result=")) {
        words.append(' ').append(argument);
      }
    }
    return words.toString();
  }
}
