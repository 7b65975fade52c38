package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {
  private static final List<String> TOOLKIT =
      List.of(
          "libcudart.so.12",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcurand.so.10",
          "libcufft.so.11");

  @TempDir Path folder;

  @Test
  void missing_withoutDriver_namesTheDriverOnly() {
    assertThat(libraries().missing()).containsExactly("libcuda.so.1");
  }

  @Test
  void missing_withDriverAndToolkit_namesWhatIsLeft() throws IOException {
    put("libcuda.so.1");
    for (String name : TOOLKIT) {
      put(name);
    }
    assertThat(libraries().missing()).containsExactly("libcudnn.so.9");
  }

  @Test
  void missing_librariesInTheLoadersCache_areFound() throws IOException {
    put("libcuda.so.1");
    put("libcudnn.so.9");
    StringBuilder cache = new StringBuilder("glibc-ld.so.cache1.1\0");
    TOOLKIT.forEach(name -> cache.append("/opt/cuda/lib64/").append(name).append('\0'));
    Files.writeString(folder.resolve("cache"), cache, StandardCharsets.ISO_8859_1);
    assertThat(libraries().missing()).isEmpty();
  }

  @Test
  void folders_ofTheEnvironment_comeFirst() {
    assertThat(CudaLibraries.folders(Map.of("LD_LIBRARY_PATH", "/a:/b")))
        .startsWith(Path.of("/a"), Path.of("/b"));
  }

  @Test
  void choose_cudaWithoutDriver_isAnErrorThatNamesIt() {
    assertThatThrownBy(() -> ExecutionProvider.choose(Provider.CUDA, libraries()))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("libcuda.so.1");
  }

  @Test
  void choose_autoWithoutDriver_isTheCpu() {
    assertThat(ExecutionProvider.choose(Provider.AUTO, libraries()))
        .isEqualTo(ExecutionProvider.CPU);
  }

  private CudaLibraries libraries() {
    return new CudaLibraries(List.of(folder), folder.resolve("cache"));
  }

  private void put(String name) throws IOException {
    Files.createFile(folder.resolve(name));
  }
}
