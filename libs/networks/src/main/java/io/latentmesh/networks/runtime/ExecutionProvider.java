package io.latentmesh.networks.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.List;
import java.util.Locale;
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

  /** Adds the provider to a session's options; the CPU is always there, behind any other. */
  ExecutionProvider addTo(OrtSession.SessionOptions options, Provider wanted) throws OrtException {
    if (this == CPU) {
      return CPU;
    }
    OrtNatives.prepareCuda();
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
      cuda.add("arena_extend_strategy", "kSameAsRequested");
      options.addCUDA(cuda);
      return CUDA;
    } catch (OrtException e) {
      if (wanted == Provider.CUDA) {
        throw e;
      }
      log.warn("provider=cpu reason=\"CUDA provider does not load\"", e);
      return CPU;
    }
  }

  /** As requests and recipes spell it. */
  String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
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
