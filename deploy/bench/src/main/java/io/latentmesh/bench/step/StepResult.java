package io.latentmesh.bench.step;

import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
import io.latentmesh.bench.Sample;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reading of {@link StepBench}. */
public final class StepResult {
  static final String ECHO = "echo of byte arrays, stream";
  static final String HANDED_ON = "the same, answered by another thread";
  static final String UNARY = "echo of byte arrays, unary";
  static final String STEP = "Denoise stream, guided step";
  private static final double MOST_AGAINST_ECHO = 1.2;
  private static final double MOST_KIBIBYTES = 98;
  private static final double KIBIBYTE = 1024;

  private final Map<String, Sample> micros;
  private final long bytesPerStep;

  /**
   * A reading.
   *
   * @param micros by contender, one per round trip
   * @param bytesPerStep on the connection, both ways
   */
  StepResult(Map<String, Sample> micros, long bytesPerStep) {
    this.micros = micros;
    this.bytesPerStep = bytesPerStep;
  }

  public Report report() {
    double echo = sample(ECHO).median();
    String rows =
        micros.entrySet().stream()
            .map(entry -> row(entry.getKey(), entry.getValue(), echo))
            .collect(Collectors.joining());
    return new Report("Step RPC", head() + rows + tail(), goals(echo));
  }

  private List<Goal> goals(double echo) {
    return List.of(
        Goal.atMost(
            "p50 of a step against the echo, times",
            sample(STEP).median() / echo,
            MOST_AGAINST_ECHO),
        Goal.atMost(
            "KiB per guided step of Stable Diffusion 1.5 in fp16",
            bytesPerStep / KIBIBYTE,
            MOST_KIBIBYTES));
  }

  private String head() {
    return """
    One caller that sends 32 KiB and waits for 64 KiB; servers in a process of their own, direct executors at both ends; %d round
    trips of each contender in interleaved blocks. Step: latent 4 x 64 x 64 in fp16, two predictions, network answers at once.

    | contender | p50, us | p90 | p99 | minimum | p50 against the echo |
    |---|---|---|---|---|---|
    """
        .formatted(sample(STEP).size());
  }

  private String tail() {
    return "%nOn the connection: %d bytes per step, HTTP/2 included.%n".formatted(bytesPerStep);
  }

  private Sample sample(String contender) {
    Sample sample = micros.get(contender);
    if (sample == null) {
      throw new IllegalArgumentException("no such contender: " + contender);
    }
    return sample;
  }

  private static String row(String name, Sample sample, double echo) {
    return "| %s | %.0f | %.0f | %.0f | %.0f | %.2f times |%n"
        .formatted(
            name,
            sample.median(),
            sample.percentile(0.9),
            sample.percentile(0.99),
            sample.minimum(),
            sample.median() / echo);
  }
}
