package io.latentmesh.unet.engine;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells failures that fewer rows would avoid from all others. */
public final class OutOfMemory {
  /** What ONNX Runtime's arenas, CUDA, cuDNN and the C++ library say, in lower case. */
  private static final List<String> WORDS =
      List.of(
          "out of memory",
          "failed to allocate memory",
          "cuda_error_out_of_memory",
          "cudnn_status_alloc_failed",
          "cublas_status_alloc_failed",
          "available memory of",
          "bad_alloc",
          "bad allocation",
          "direct buffer memory");

  private static final int DEEPEST_CAUSE = 8;

  private OutOfMemory() {}

  /** Whether {@code failure} or one of its causes says so. */
  public static boolean caused(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof OutOfMemoryError || saysSo(String.valueOf(cause.getMessage()))) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean saysSo(String message) {
    String lowerCase = message.toLowerCase(Locale.ROOT);
    return WORDS.stream().anyMatch(lowerCase::contains);
  }
}
