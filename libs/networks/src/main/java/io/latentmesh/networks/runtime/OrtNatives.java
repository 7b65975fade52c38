package io.latentmesh.networks.runtime;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's native libraries, unpacked once per user instead of once per process. Left to
 * itself it copies them into a new temporary folder in every JVM, and CUDA's 580 MB with them.
 */
final class OrtNatives {
  /** Where ONNX Runtime looks for libraries; who sets it keeps control. */
  private static final String FOLDER_PROPERTY = "onnxruntime.native.path";

  private static final List<String> ALWAYS =
      List.of("libonnxruntime.so", "libonnxruntime4j_jni.so", "libonnxruntime_providers_shared.so");
  private static final String CUDA = "libonnxruntime_providers_cuda.so";

  private static final Logger log = LoggerFactory.getLogger(OrtNatives.class);
  private static final ReentrantLock LOCK = new ReentrantLock();

  private OrtNatives() {}

  /** Must run before ONNX Runtime's first class is initialized; costs nothing afterwards. */
  static void prepare() {
    LOCK.lock();
    try {
      if (System.getProperty(FOLDER_PROPERTY) == null) {
        JarLibraries jar = JarLibraries.of(OrtEnvironment.class);
        Path folder = folder(System.getenv(), Path.of(System.getProperty("user.home")), jar);
        jar.unpack(ALWAYS, folder);
        System.setProperty(FOLDER_PROPERTY, folder.toString());
      }
    } catch (IOException e) {
      log.warn(
          "onnxruntime unpacks its libraries for this process only reason=\"{}\"", e.toString());
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Puts the CUDA provider beside the others, unless the user chose the folder or the jar is
   * without libraries.
   */
  static void prepareCuda() {
    LOCK.lock();
    try {
      JarLibraries jar = JarLibraries.of(OrtEnvironment.class);
      if (!jar.has(CUDA)) {
        return;
      }
      Path folder = folder(System.getenv(), Path.of(System.getProperty("user.home")), jar);
      if (folder.toString().equals(System.getProperty(FOLDER_PROPERTY))) {
        jar.unpack(List.of(CUDA), folder);
      }
    } catch (IOException e) {
      throw new InferenceException("cannot unpack the CUDA provider", e);
    } finally {
      LOCK.unlock();
    }
  }

  /** By version and content: CPU-only packages carry other libraries under the same version. */
  static Path folder(Map<String, String> environment, Path home, JarLibraries jar)
      throws IOException {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = cache.isBlank() ? home.resolve(".cache") : Path.of(cache);
    String name = "onnxruntime-%s-%08x".formatted(jar.version(), jar.checksum(ALWAYS.getFirst()));
    return base.toAbsolutePath().resolve("latentmesh", name);
  }
}
