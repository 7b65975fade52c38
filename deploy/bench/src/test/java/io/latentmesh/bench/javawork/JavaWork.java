package io.latentmesh.bench.javawork;

import io.latentmesh.bench.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code bench java-work}: both contenders and lengths in turn, each in a process of its own. */
final class JavaWork {
  private static final int ROUNDS = 5;
  private static final int WRONG_USAGE = 2;

  private JavaWork() {}

  /**
   * Measures and prints.
   *
   * @param arguments nothing, or {@code --result FILE} to keep the report
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    List<String> words = List.of(arguments);
    if (!words.isEmpty() && !(words.size() == 2 && words.getFirst().equals("--result"))) {
      System.err.println("bench java-work: takes --result FILE only, got " + words);
      System.exit(WRONG_USAGE);
    }
    Report report = measured().report();
    System.out.print(report.text());
    if (!words.isEmpty()) {
      Path repository = Path.of(System.getProperty("latentmesh.root", "."));
      report.write(Path.of(words.getLast()), "./latentmesh bench java-work", repository);
    }
  }

  private static JavaWorkResult measured() throws RunnerException {
    var result = new JavaWorkResult();
    for (int round = 0; round < ROUNDS; round++) {
      result.add(JavaWorkResult.PRODUCT, run("product"), run("longerProduct"));
      result.add(JavaWorkResult.NAIVE, run("naive"), run("longerNaive"));
    }
    return result;
  }

  /** The heap is small enough that it is collected within every iteration. */
  private static RunResult run(String benchmark) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include("%s\\.%s$".formatted(StepWork.class.getName(), benchmark))
                .forks(1)
                .jvmArgs("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .runSingle();
  }
}
