package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarLibrariesTest {
  private static final String LIBRARY = "libonnxruntime4j_jni.so";

  private final JarLibraries jar = JarLibraries.of(OrtEnvironment.class);
  @TempDir Path folder;

  @Test
  void unpack_intoANewFolder_leavesWholeLibrariesOnly() throws IOException {
    Path target = folder.resolve("new");
    jar.unpack(List.of(LIBRARY), target);
    assertThat(target.resolve(LIBRARY)).hasSize(88_352);
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(LIBRARY, ".lock");
    }
  }

  @Test
  void unpack_libraryThatIsThere_isLeftAlone() throws IOException {
    Files.writeString(folder.resolve(LIBRARY), "mine");
    jar.unpack(List.of(LIBRARY), folder);
    assertThat(folder.resolve(LIBRARY)).hasContent("mine");
  }

  @Test
  void folder_withCacheHome_isBelowIt() throws IOException {
    assertThat(OrtNatives.folder(Map.of("XDG_CACHE_HOME", "/cache"), Path.of("/home"), jar))
        .hasParentRaw(Path.of("/cache/latentmesh"))
        .extracting(path -> path.getFileName().toString())
        .asString()
        .matches("onnxruntime-[0-9.]+-[0-9a-f]{8}");
  }

  @Test
  void folder_withoutCacheHome_isBelowTheUsersHome() throws IOException {
    assertThat(OrtNatives.folder(Map.of(), Path.of("/home"), jar))
        .hasParentRaw(Path.of("/home/.cache/latentmesh"));
  }
}
