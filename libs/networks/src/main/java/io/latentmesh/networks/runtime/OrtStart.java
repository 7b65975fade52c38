package io.latentmesh.networks.runtime;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Starts ONNX Runtime, once per process, on a thread of its own with a deep stack.
 *
 * <p>Version 1.29 matches a regular expression against {@code /proc/self/cmdline} as it starts and
 * recurses for every character. Measured: a class path of 6.4 kB on the command line overflows the
 * usual stack of 1 MiB and ends the JVM by SIGSEGV without a word.
 */
final class OrtStart {
  private static final long USUAL_STACK_BYTES = 1L << 20;

  /** Measured: between 160 and 310. */
  private static final long STACK_BYTES_PER_CHARACTER = 1024;

  private OrtStart() {}

  /** The process's environment; the first call starts it. */
  static OrtEnvironment environment() {
    OrtTelemetry.switchOff();
    OrtNatives.prepare();
    FutureTask<OrtEnvironment> start = new FutureTask<>(OrtEnvironment::getEnvironment);
    Thread.ofPlatform()
        .name("onnxruntime-start")
        .stackSize(stackBytes(Path.of("/proc/self/cmdline")))
        .start(start);
    return await(start);
  }

  /** Address space only: pages are taken as they are touched. */
  static long stackBytes(Path commandLine) {
    try {
      long characters = Files.readAllBytes(commandLine).length;
      return USUAL_STACK_BYTES + characters * STACK_BYTES_PER_CHARACTER;
    } catch (IOException _) {
      return USUAL_STACK_BYTES; // not Linux, where it is not read
    }
  }

  private static OrtEnvironment await(Future<OrtEnvironment> start) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return start.get();
        } catch (InterruptedException _) {
          interrupted = true; // the start goes on, and there is no way without it
        }
      }
    } catch (ExecutionException e) {
      throw new InferenceException("cannot start ONNX Runtime", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
