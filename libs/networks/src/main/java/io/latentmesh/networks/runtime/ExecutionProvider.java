package io.latentmesh.networks.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a session really runs. */
enum ExecutionProvider {
  CPU,
  CUDA;

  private static final Logger log = LoggerFactory.getLogger(ExecutionProvider.class);

  /**
   * What {@code wanted} comes to on this machine. Libraries are looked for by name first: asking
   * ONNX Runtime unpacks a provider of 580 MB before it finds out that the driver is missing.
   *
   * @throws InferenceException if CUDA is demanded and something is missing
   */
  static ExecutionProvider choose(Provider wanted, CudaLibraries libraries) {
    if (wanted == Provider.CPU) {
      return CPU;
    }
    List<String> missing = libraries.missing();
    if (missing.isEmpty()) {
      return CUDA;
    }
    if (wanted == Provider.CUDA) {
      throw new InferenceException("provider cuda: not found: " + String.join(", ", missing));
    }
    CpuNotice.log(missing);
    return CPU;
  }

  /**
   * What {@code wanted} comes to on this machine, after a trial: a provider whose libraries are
   * there may still not load. Known before a graph is written, because F16 is for CUDA alone.
   *
   * @throws InferenceException if CUDA is demanded and cannot be had
   */
  static ExecutionProvider resolve(Provider wanted) {
    ExecutionProvider chosen = choose(wanted, CudaLibraries.ofThisMachine());
    if (chosen == CPU || CudaTrial.FAILURE.isEmpty()) {
      return chosen;
    }
    if (wanted == Provider.CUDA) {
      throw new InferenceException("provider cuda: does not load", CudaTrial.FAILURE.get());
    }
    return CPU;
  }

  /** Adds the provider to a session's options; the CPU is always there, behind any other. */
  void addTo(OrtSession.SessionOptions options) throws OrtException {
    if (this == CPU) {
      return;
    }
    OrtNatives.prepareCuda();
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
      cuda.add("arena_extend_strategy", "kSameAsRequested");
      options.addCUDA(cuda);
    }
  }

  /** Threads of a call: on CUDA there is nothing for more than one to do. */
  int threads(SessionSettings settings) {
    return this == CUDA ? 1 : settings.actualThreads();
  }

  /** As requests and recipes spell it. */
  String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tried once per process. */
  private static final class CudaTrial {
    static final Optional<OrtException> FAILURE = attempt();

    private static Optional<OrtException> attempt() {
      OrtStart.environment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        CUDA.addTo(options);
        return Optional.empty();
      } catch (OrtException e) {
        log.warn("provider=cpu reason=\"CUDA provider does not load\"", e);
        return Optional.of(e);
      }
    }
  }

  /** Says once per process why the CPU is used: every model asks the same question. */
  private static final class CpuNotice {
    private static final AtomicBoolean SAID = new AtomicBoolean();

    static void log(List<String> missing) {
      if (SAID.compareAndSet(false, true)) {
        log.info("provider=cpu missing={}", String.join(",", missing));
      }
    }
  }
}
