package io.latentmesh.bench.javawork;

import io.latentmesh.bench.Goal;
import io.latentmesh.bench.Report;
import io.latentmesh.bench.Sample;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The reading of {@link JavaWork}. Confined to one thread. */
final class JavaWorkResult {
  static final String PRODUCT = "product";
  static final String NAIVE = "naive";
  private static final List<String> CONTENDERS = List.of(PRODUCT, NAIVE);

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final double MOST_MICROS = 40;
  private static final double MOST_KIBIBYTES = 1;
  private static final double KIBIBYTE = 1024;
  private static final double FURTHER_STEPS = StepWork.LONG - StepWork.SHORT;

  private final Map<String, Sample> micros = new LinkedHashMap<>();
  private final Map<String, Sample> kibibytesOfStep = new LinkedHashMap<>();
  private final Map<String, Sample> kibibytesOfImage = new LinkedHashMap<>();

  /** Two processes' means per image. */
  void add(String contender, RunResult shorter, RunResult longer) {
    add(micros, contender, shorter.getPrimaryResult().getScore() / StepWork.SHORT);
    double ofStep = (kibibytes(longer) - kibibytes(shorter)) / FURTHER_STEPS;
    add(kibibytesOfStep, contender, ofStep);
    add(kibibytesOfImage, contender, kibibytes(shorter) - StepWork.SHORT * ofStep);
  }

  Report report() {
    String rows = CONTENDERS.stream().map(this::row).collect(Collectors.joining());
    return new Report("Java work per step", head() + rows, goals());
  }

  private List<Goal> goals() {
    double heap = of(kibibytesOfStep, PRODUCT).median();
    return List.of(
        Goal.atMost("us of Java per guided step", of(micros, PRODUCT).median(), MOST_MICROS),
        Goal.atMost("KiB of heap per step", heap, MOST_KIBIBYTES));
  }

  private String head() {
    return """
    DPM++ 2M on Karras levels, guidance %s, latents of 4 x 64 x 64 in fp32; from the bytes of two predictions to the bytes of the next
    latent; the network answers at once, always the same. JMH: %d processes of each in turn. Time: an image of %d steps over its steps, with
    all that an image does once. Heap: what an image of %d steps needs more than one of %d, over the further steps; and what is left for
    the image. Load average at the end %.1f on %d cores. Naive: float loops over whole arrays, a fresh one per operation.

    | contender | us per step, median | lowest | highest | KiB per step | KiB per image | time against naive | heap against naive |
    |---|---|---|---|---|---|---|---|
    """
        .formatted(
            ProductRun.GUIDANCE_SCALE,
            of(micros, PRODUCT).size(),
            StepWork.SHORT,
            StepWork.LONG,
            StepWork.SHORT,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            Runtime.getRuntime().availableProcessors());
  }

  private String row(String contender) {
    Sample times = of(micros, contender);
    double heap = of(kibibytesOfStep, contender).median();
    return "| %s | %.1f | %.1f | %.1f | %.2f | %.0f | %.2f times | %.4f times |%n"
        .formatted(
            contender,
            times.median(),
            times.minimum(),
            times.maximum(),
            heap,
            of(kibibytesOfImage, contender).median(),
            times.median() / of(micros, NAIVE).median(),
            heap / of(kibibytesOfStep, NAIVE).median());
  }

  private static double kibibytes(RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get(ALLOCATED);
    if (bytes == null) {
      throw new IllegalStateException("JMH's profiler did not report " + ALLOCATED);
    }
    return bytes.getScore() / KIBIBYTE;
  }

  private static void add(Map<String, Sample> samples, String contender, double value) {
    samples.computeIfAbsent(contender, name -> new Sample()).add(value);
  }

  private static Sample of(Map<String, Sample> samples, String contender) {
    Sample sample = samples.get(contender);
    if (sample == null) {
      throw new IllegalStateException("no reading of " + contender);
    }
    return sample;
  }
}
