package io.latentmesh.networks.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir private Path folder;

  @Test
  void write_thenOpen_givesEverythingBack() throws Exception {
    Path file = folder.resolve("latents.safetensors");
    float[] noise = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -1.5f, 3f};
    new SafetensorsWriter()
        .metadata("recipe", "{\"seed\":1}")
        .floats("noise", List.of(1L, 2L, 3L), noise)
        .longs("token_ids", List.of(2L), new long[] {-1, Long.MAX_VALUE})
        .floats("sigma", List.of(), new float[] {14.6f})
        .floats("nothing", List.of(0L), new float[0])
        .write(file);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.metadata()).isEqualTo(Map.of("recipe", "{\"seed\":1}"));
      assertThat(read.entries().keySet())
          .containsExactly("token_ids", "noise", "nothing", "sigma"); // widest, then by name
      assertThat(read.floats("noise")).containsExactly(noise);
      assertThat(read.entry("noise").shape()).containsExactly(1L, 2L, 3L);
      assertThat(read.longs("token_ids")).containsExactly(-1, Long.MAX_VALUE);
      assertThat(read.floats("sigma")).containsExactly(14.6f);
      assertThat(read.entries().values()).allMatch(entry -> entry.begin() % 4 == 0);
    }
  }

  @Test
  void write_overLongerFile_replacesIt() throws Exception {
    Path file = folder.resolve("latents.safetensors");
    Files.write(file, new byte[1000]);
    new SafetensorsWriter().floats("a", List.of(1L), new float[] {1}).write(file);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.floats("a")).containsExactly(1f);
    }
  }

  @Test
  void floats_changedAfterwards_areWrittenAsGiven() throws Exception {
    Path file = folder.resolve("latents.safetensors");
    float[] values = {1};
    SafetensorsWriter writer = new SafetensorsWriter().floats("a", List.of(1L), values);
    values[0] = 2;
    writer.write(file);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.floats("a")).containsExactly(1f);
    }
  }

  @Test
  void floats_ofAnotherShape_areRefused() {
    assertThatThrownBy(() -> new SafetensorsWriter().floats("a", List.of(2L, 2L), new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor 'a': shape must have 3 elements, was [2, 2]");
  }

  @Test
  void floats_ofTwoNegativeExtents_areRefused() {
    assertThatThrownBy(() -> new SafetensorsWriter().floats("a", List.of(-2L, -2L), new float[4]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longs_ofTakenName_areRefused() {
    SafetensorsWriter writer = new SafetensorsWriter().floats("a", List.of(0L), new float[0]);
    assertThatThrownBy(() -> writer.longs("a", List.of(0L), new long[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor 'a': name is taken");
  }
}
