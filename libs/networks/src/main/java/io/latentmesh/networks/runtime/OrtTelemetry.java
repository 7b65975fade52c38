package io.latentmesh.networks.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Keeps ONNX Runtime from reporting to its maker, which version 1.29 for Linux does unless the
 * process's environment says otherwise.
 *
 * <p>Java cannot change the environment of its own process, but the C library can. To be called
 * before ONNX Runtime is loaded; what the environment says already stays.
 */
final class OrtTelemetry {
  static final String SWITCH = "ORT_DISABLE_TELEMETRY";

  private OrtTelemetry() {}

  static void switchOff() {
    if (System.getenv(SWITCH) == null) {
      setEnvironment(SWITCH, "1");
    }
  }

  @SuppressWarnings("restricted") // calls C
  private static void setEnvironment(String name, String value) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find("setenv");
    if (function.isEmpty()) {
      return; // Windows: its library of ONNX Runtime is another matter
    }
    MethodHandle setenv =
        linker.downcallHandle(
            function.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int failed = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
      if (failed != 0) {
        throw new InferenceException("cannot set " + name + " in the environment");
      }
    } catch (InferenceException e) {
      throw e;
    } catch (Throwable e) {
      throw new InferenceException("cannot set " + name + " in the environment", e);
    }
  }
}
