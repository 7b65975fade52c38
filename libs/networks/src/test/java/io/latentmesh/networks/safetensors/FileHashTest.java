package io.latentmesh.networks.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashTest {
  @TempDir private Path folder;

  @Test
  void sha256_ofAbc_isTheStandardsExample() throws Exception {
    // FIPS 180-2, appendix B.1.
    assertThat(FileHash.sha256(Files.writeString(folder.resolve("abc"), "abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void sha256_ofChangedFile_isNew() throws Exception {
    Path file = Files.writeString(folder.resolve("changing"), "one");
    String before = FileHash.sha256(file);
    Files.writeString(file, "three");
    assertThat(FileHash.sha256(file)).isNotEqualTo(before);
  }

  @Test
  void sha256_throughLink_isTheFiles() throws Exception {
    Path file = Files.writeString(folder.resolve("blob"), "one");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(FileHash.sha256(link)).isEqualTo(FileHash.sha256(file));
  }

  @Test
  void sha256_ofMissingFile_namesIt() {
    assertThatThrownBy(() -> FileHash.sha256(folder.resolve("gone")))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("gone: cannot be read");
  }
}
