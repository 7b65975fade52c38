package io.latentmesh.networks.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looks for what the CUDA provider needs where the dynamic loader would look, without loading
 * anything.
 *
 * @param folders searched in this order
 * @param cache the loader's cache, which need not exist
 */
record CudaLibraries(List<Path> folders, Path cache) {
  /**
   * CUDA's major version that the provider is built for. ONNX Runtime 1.29 from Maven takes 12; a
   * newer one in the folder of {@code onnxruntime.native.path} may take 13.
   */
  private static final int CUDA = Integer.getInteger("latentmesh.cuda", 12);

  /** cuDNN 9 and cuFFT, one version behind CUDA's own, are opened at run time. */
  private static final List<String> NEEDED =
      List.of(
          "libcuda.so.1",
          "libcudart.so." + CUDA,
          "libcublas.so." + CUDA,
          "libcublasLt.so." + CUDA,
          "libcurand.so.10",
          "libcufft.so." + (CUDA - 1),
          "libcudnn.so.9");

  private static final List<String> DEFAULT_FOLDERS =
      List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/lib/x86_64-linux-gnu");

  static CudaLibraries ofThisMachine() {
    return new CudaLibraries(folders(System.getenv()), Path.of("/etc/ld.so.cache"));
  }

  static List<Path> folders(Map<String, String> environment) {
    String own = environment.getOrDefault("LD_LIBRARY_PATH", "");
    return Stream.concat(Arrays.stream(own.split(File.pathSeparator)), DEFAULT_FOLDERS.stream())
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .toList();
  }

  /** Names that were found nowhere; only the driver's when that is missing, as the rest is moot. */
  List<String> missing() {
    String cached = cached();
    if (!isThere(NEEDED.getFirst(), cached)) {
      return NEEDED.subList(0, 1);
    }
    return NEEDED.stream().filter(name -> !isThere(name, cached)).toList();
  }

  private boolean isThere(String name, String cached) {
    return cached.contains("/" + name + "\0")
        || folders.stream().anyMatch(folder -> Files.exists(folder.resolve(name)));
  }

  /** The cache holds the paths of all known libraries as C strings. */
  private String cached() {
    try {
      return Files.exists(cache) ? Files.readString(cache, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
