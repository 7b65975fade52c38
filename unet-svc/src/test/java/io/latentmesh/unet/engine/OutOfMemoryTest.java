package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutOfMemoryTest {
  /** Texts of ONNX Runtime 1.29 and of what it is built on. */
  static Stream<Arguments> failures() {
    return Stream.of(
        memory("Failed to allocate memory for requested buffer of size 1073741824"),
        memory("CUDA failure 2: out of memory ; GPU=0 ; expr=cudaMalloc((void**)&p, size);"),
        memory("Available memory of 1024 is smaller than requested bytes of 4096"),
        memory("cuDNN failure 4002: CUDNN_STATUS_ALLOC_FAILED"),
        memory("std::bad_alloc"),
        Arguments.of(new OutOfMemoryError("Cannot reserve 4 bytes of direct buffer memory"), true),
        Arguments.of(new IllegalStateException("run failed", new OutOfMemoryError()), true),
        other("CUDA failure 700: an illegal memory access was encountered"),
        other("Got invalid dimensions for input: latent"),
        Arguments.of(new IllegalStateException(), false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void caused_byItsWords_isTold(Throwable failure, boolean memory) {
    assertThat(OutOfMemory.caused(failure)).isEqualTo(memory);
  }

  private static Arguments memory(String message) {
    return Arguments.of(new IllegalStateException("run failed", new Exception(message)), true);
  }

  private static Arguments other(String message) {
    return Arguments.of(new IllegalStateException("run failed", new Exception(message)), false);
  }
}
