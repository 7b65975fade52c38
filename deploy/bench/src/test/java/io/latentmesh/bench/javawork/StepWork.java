package io.latentmesh.bench.javawork;

import io.latentmesh.orchestrator.sampling.Latent;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole images of two lengths: what the longer one needs more is what steps need, and the rest is
 * what an image needs once. JMH makes a subclass, hence public and open.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepWork {
  static final int SHORT = 20;
  static final int LONG = 60;

  private final ProductRun product = new ProductRun(SHORT);
  private final ProductRun longerProduct = new ProductRun(LONG);
  private final NaiveRun naive = new NaiveRun(ProductRun.plan(SHORT).sigmas());
  private final NaiveRun longerNaive = new NaiveRun(ProductRun.plan(LONG).sigmas());

  @Benchmark
  public Latent product() {
    return product.run();
  }

  @Benchmark
  public Latent longerProduct() {
    return longerProduct.run();
  }

  @Benchmark
  public float[] naive() {
    return naive.run();
  }

  @Benchmark
  public float[] longerNaive() {
    return longerNaive.run();
  }
}
