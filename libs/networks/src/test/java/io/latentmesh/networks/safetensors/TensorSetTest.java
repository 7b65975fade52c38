package io.latentmesh.networks.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorSetTest {
  @TempDir private Path folder;

  @Test
  void sha256_ofOneFile_isTheFiles() {
    TensorSet set = set("a");
    assertThat(set.sha256()).isEqualTo(FileHash.sha256(folder.resolve("a")));
    assertThat(set.byteCount()).isEqualTo(8);
  }

  @Test
  void sha256_ofSeveralFiles_isThatOfTheListOfTheirs() throws Exception {
    Map<String, TensorSlice> both = new LinkedHashMap<>();
    both.put("y", set("b").slices().values().iterator().next());
    both.put("x", set("a").slices().values().iterator().next());
    String list =
        FileHash.sha256(folder.resolve("a")) + "\n" + FileHash.sha256(folder.resolve("b")) + "\n";
    byte[] expected =
        MessageDigest.getInstance("SHA-256").digest(list.getBytes(StandardCharsets.UTF_8));
    assertThat(new TensorSet(folder, both).sha256()).isEqualTo(HexFormat.of().formatHex(expected));
  }

  private TensorSet set(String name) {
    Path file = folder.resolve(name);
    float value = name.charAt(0);
    TensorFiles.write(
        file, Map.of(name, TensorFiles.stored(Dtype.F32, List.of(2L), new float[] {value, 1})));
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      return open.tensors();
    }
  }
}
