package io.latentmesh.orchestrator.jobs;

import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Names of jobs: 128 random bits in hexadecimal. Whoever knows one may read and cancel the job
 * within its tenant, so the bits must come from a secure generator.
 */
public final class JobIds implements Supplier<String> {
  private static final int BYTES = 16;

  private final RandomGenerator random;

  /**
   * @param random safe for use by many threads
   */
  public JobIds(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String get() {
    byte[] id = new byte[BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
