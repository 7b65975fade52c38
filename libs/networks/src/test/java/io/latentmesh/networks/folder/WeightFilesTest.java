package io.latentmesh.networks.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.TensorFiles;
import io.latentmesh.networks.safetensors.TensorSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightFilesTest {
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "model.bf16.safetensors model.fp16.safetensors model.safetensors, model.safetensors",
    "model.safetensors.index.json model.fp16.safetensors, model.safetensors.index.json",
    "model.safetensors.index.json model.safetensors, model.safetensors",
    "model.bf16.safetensors model.fp16.safetensors, model.fp16.safetensors",
    "model.bf16.safetensors model.safetensors.index.fp16.json, model.safetensors.index.fp16.json",
    "model.bf16.safetensors model.fp16.safetensors.index.json, model.fp16.safetensors.index.json",
    "model.bf16.safetensors model.non_ema.safetensors, model.bf16.safetensors"
  })
  void find_amongVariants_takesThePlainThenTheNarrowOnes(String present, String found)
      throws IOException {
    for (String name : present.split(" ", -1)) {
      Files.createFile(folder.resolve(name));
    }
    assertThat(WeightFiles.find(folder, "model")).isEqualTo(folder.resolve(found));
  }

  @Test
  void find_ofAChosenVariant_takesItBeforeThePlain() throws IOException {
    Files.createFile(folder.resolve("model.safetensors"));
    Path chosen = Files.createFile(folder.resolve("model.non_ema.safetensors"));
    assertThat(WeightFiles.find(folder, "model", "non_ema")).isEqualTo(chosen);
  }

  @Test
  void find_ofAVariantThatIsMissing_namesIt() throws IOException {
    Files.createFile(folder.resolve("model.bin"));
    assertThatThrownBy(() -> WeightFiles.find(folder, "model", "fp16"))
        .isInstanceOf(ModelFolderException.class)
        .hasMessageContaining("model.fp16.safetensors: must be in the folder, was only model.bin");
  }

  @Test
  void find_whereOnlyAnUnusualVariantIs_namesIt() throws IOException {
    Files.createFile(folder.resolve("model.non_ema.safetensors"));
    assertThatThrownBy(() -> WeightFiles.find(folder, "model"))
        .hasMessageEndingWith("or be chosen as a variant, was model.non_ema.safetensors");
  }

  @Test
  void open_ofAnIndex_joinsTheFiles() {
    shard("model-1.safetensors", "a", "b");
    shard("model-2.safetensors", "c");
    index("\"metadata\":{\"total_size\":24},", "a:1 b:1 c:2");
    TensorSet set = WeightFiles.open(folder.resolve(INDEX));
    assertThat(set.slices()).containsOnlyKeys("a", "b", "c");
    assertThat(set.source()).isEqualTo(folder.resolve(INDEX));
    assertThat(set.files())
        .extracting(Path::getFileName)
        .extracting(Path::toString)
        .containsExactly("model-1.safetensors", "model-2.safetensors");
  }

  @Test
  void open_tensorInAnotherShardThanSaid_isNamed() {
    shard("model-1.safetensors", "a", "b");
    shard("model-2.safetensors", "c");
    index("", "a:1 b:2 c:2");
    refused()
        .hasMessageContaining(
            "model-1.safetensors has tensors that weight_map does not say it has: b");
  }

  @Test
  void open_tensorThatIsNowhere_isNamed() {
    shard("model-1.safetensors", "a");
    index("", "a:1 b:1");
    refused()
        .hasMessageContaining("model-1.safetensors lacks tensors that weight_map says it has: b");
  }

  @Test
  void open_manySuperfluousTensors_namesSomeAndCountsTheRest() {
    shard("model-1.safetensors", "a", "b", "c", "d", "e", "f", "g", "h");
    index("", "a:1");
    refused().hasMessageEndingWith(": b, c, d, e, f, and 2 more");
  }

  @Test
  void open_shardThatIsMissing_isNamed() {
    index("", "a:1");
    refused()
        .hasMessageContaining("weight_map: must name files that exist, but")
        .hasMessageContaining("model-1.safetensors is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"../model-1.safetensors\"",
        "\"/etc/model.safetensors\"",
        "\"sub/model-1.safetensors\"",
        "\"..\\\\model-1.safetensors\"",
        "\"c:model.safetensors\"",
        "\"model\\u0000.safetensors\"",
        "\"model.bin\"",
        "\"\"",
        "3",
        "null",
        "{}"
      })
  void open_shardThatIsNoPlainName_isRefused(String name) throws IOException {
    shard("model-1.safetensors", "a");
    Files.writeString(folder.resolve(INDEX), "{\"weight_map\":{\"a\":%s}}".formatted(name));
    refused()
        .isInstanceOf(ModelFolderException.class)
        .hasMessageContaining("weight_map.a: must be the name of a .safetensors file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"weight_map\":[]}", "{\"weight_map\":{}}", "[]", "{\"weight_map\":"})
  void open_indexOfNothing_isRefused(String json) throws IOException {
    Files.writeString(folder.resolve(INDEX), json);
    refused().isInstanceOf(ModelFolderException.class).hasMessageContaining(INDEX);
  }

  @Test
  void open_moreShardsThanAnyModelHas_isRefusedBeforeOneIsOpened() throws IOException {
    StringBuilder map = new StringBuilder("{\"weight_map\":{\"t\":\"s.safetensors\"");
    for (int i = 0; i < ShardIndex.MAX_SHARDS; i++) {
      map.append(",\"t%d\":\"s%d.safetensors\"".formatted(i, i));
    }
    Files.writeString(folder.resolve(INDEX), map.append("}}"));
    refused().hasMessageContaining("weight_map: must be an object that names 1 to 1000 files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1e30", "500"})
  void open_totalFarFromTheFiles_isRefused(String total) {
    shard("model-1.safetensors", "a");
    index("\"metadata\":{\"total_size\":%s},".formatted(total), "a:1");
    refused().hasMessageContaining("total_size: must be about the files' 8 bytes, was");
  }

  @Test
  void open_totalCountedInAWiderType_isTaken() {
    shard("model-1.safetensors", "a");
    index("\"metadata\":{\"total_size\":16},", "a:1");
    assertThat(WeightFiles.open(folder.resolve(INDEX)).slices()).hasSize(1);
  }

  @Test
  void open_totalThatIsNoNumber_isRefused() {
    shard("model-1.safetensors", "a");
    index("\"metadata\":{\"total_size\":-1},", "a:1");
    refused().hasMessageContaining("metadata.total_size: must be a number of at least 0, was -1");
  }

  private void shard(String name, String... tensors) {
    Map<String, TensorFiles.Stored> stored = new LinkedHashMap<>();
    for (String tensor : tensors) {
      stored.put(tensor, TensorFiles.stored(Dtype.F32, List.of(2L), new float[2]));
    }
    TensorFiles.write(folder.resolve(name), stored);
  }

  /** {@code tensor:shard} pairs as a weight map. */
  private void index(String before, String pairs) {
    StringBuilder map = new StringBuilder("{").append(before).append("\"weight_map\":{");
    for (String pair : pairs.split(" ", -1)) {
      String[] parts = pair.split(":", -1);
      map.append(map.charAt(map.length() - 1) == '{' ? "" : ",")
          .append("\"%s\":\"model-%s.safetensors\"".formatted(parts[0], parts[1]));
    }
    try {
      Files.writeString(folder.resolve(INDEX), map.append("}}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AbstractThrowableAssert<?, ?> refused() {
    return assertThatThrownBy(() -> WeightFiles.open(folder.resolve(INDEX)));
  }
}
