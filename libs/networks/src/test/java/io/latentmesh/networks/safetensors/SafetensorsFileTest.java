package io.latentmesh.networks.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
  private final Path folder;
  private final Path file;

  SafetensorsFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("weights.safetensors");
  }

  @Test
  void floats_ofHalves_areWidenedExactly() {
    ByteBuffer data = buffer(16);
    for (int bits : new int[] {0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x8000, 0x7c00, 0xfc00}) {
      data.putShort((short) bits);
    }
    assertThat(floats("F16", 8, data))
        .containsExactly(
            1f,
            -2f,
            65504f,
            0x1p-24f,
            0x1p-14f,
            -0f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY);
  }

  @Test
  void floats_ofBfloats_areWidenedExactly() {
    ByteBuffer data = buffer(10);
    for (int bits : new int[] {0x3f80, 0xc000, 0x7f7f, 0x0001, 0x8000}) {
      data.putShort((short) bits);
    }
    assertThat(floats("BF16", 5, data)).containsExactly(1f, -2f, 0x1.fep127f, 0x1p-133f, -0f);
  }

  @Test
  void floats_ofHalfNaN_staysNaN() {
    assertThat(floats("F16", 1, buffer(2).putShort((short) 0x7e00))).containsExactly(Float.NaN);
  }

  @Test
  void floats_ofDoubles_areRoundedToNearest() {
    ByteBuffer data = buffer(24).putDouble(0.1).putDouble(1e300).putDouble(-1.5);
    assertThat(floats("F64", 3, data)).containsExactly(0.1f, Float.POSITIVE_INFINITY, -1.5f);
  }

  @Test
  void floats_atAnOddOffset_areRead() {
    String header =
        "{\"flag\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1,5]}}";
    RawSafetensors.write(file, header, bytes(buffer(5).put((byte) 1).putFloat(2.5f)));
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThat(weights.floats("a")).containsExactly(2.5f);
      assertThat(weights.longs("flag")).containsExactly(1);
    }
  }

  @Test
  void longs_ofNarrowIntegers_keepTheirSign() {
    ByteBuffer data = buffer(8).putInt(-7).putShort((short) -8).put((byte) -9).put((byte) 0xfe);
    String header =
        "{\"i32\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"i16\":{\"dtype\":\"I16\",\"shape\":[1],\"data_offsets\":[4,6]},"
            + "\"i8\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[6,7]},"
            + "\"u8\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[7,8]}}";
    RawSafetensors.write(file, header, bytes(data));
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThat(weights.longs("i32")).containsExactly(-7);
      assertThat(weights.longs("i16")).containsExactly(-8);
      assertThat(weights.longs("i8")).containsExactly(-9);
      assertThat(weights.longs("u8")).containsExactly(254);
    }
  }

  @Test
  void floats_ofIntegers_areRefused() {
    RawSafetensors.write(file, header("I32", "[1]", 4), new byte[4]);
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThatThrownBy(() -> weights.floats("a"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageEndingWith("tensor 'a': dtype: must be F32, F16, BF16 or F64, was I32");
    }
  }

  @Test
  void longs_ofFloats_areRefused() {
    RawSafetensors.write(file, header("F32", "[1]", 4), new byte[4]);
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThatThrownBy(() -> weights.longs("a"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("tensor 'a': dtype:")
          .hasMessageEndingWith("was F32");
    }
  }

  @Test
  void floats_ofUnknownTensor_nameFileAndTensor() {
    RawSafetensors.write(file, "{}");
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThatThrownBy(() -> weights.floats("conv_in.weight"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("weights.safetensors")
          .hasMessageEndingWith("tensor 'conv_in.weight': must be in the file, was not");
    }
  }

  @Test
  void open_scalar_hasOneElement() {
    RawSafetensors.write(file, header("F32", "[]", 4), bytes(buffer(4).putFloat(3)));
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThat(weights.entry("a").shape()).isEmpty();
      assertThat(weights.entry("a").elements()).isEqualTo(1);
      assertThat(weights.floats("a")).containsExactly(3f);
    }
  }

  @Test
  void open_tensorWithoutElements_isAllowed() {
    RawSafetensors.write(file, header("F32", "[2,0]", 0));
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThat(weights.entry("a").elements()).isZero();
      assertThat(weights.floats("a")).isEmpty();
    }
  }

  @Test
  void open_paddedHeader_isAllowed() {
    RawSafetensors.write(file, header("U8", "[1]", 1) + "     ", (byte) 7);
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThat(weights.longs("a")).containsExactly(7);
    }
  }

  @Test
  void open_metadata_isRead() {
    RawSafetensors.write(file, "{\"__metadata__\":{\"format\":\"pt\",\"näme\":\"☃\"}}");
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThat(weights.metadata()).isEqualTo(Map.of("format", "pt", "näme", "☃"));
      assertThat(weights.entries()).isEmpty();
    }
  }

  @Test
  void entries_offsets_areAbsolute() {
    String header = header("U8", "[3]", 3);
    RawSafetensors.write(file, header, (byte) 1, (byte) 2, (byte) 3);
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      long begin = 8L + header.getBytes(StandardCharsets.UTF_8).length;
      assertThat(weights.entries().values())
          .containsExactly(new TensorEntry("a", Dtype.U8, List.of(3L), begin, begin + 3));
    }
  }

  @Test
  void path_ofSnapshotLink_isTheBlob() throws Exception {
    Path blob = Files.createDirectories(folder.resolve("blobs")).resolve("8d1f");
    RawSafetensors.write(blob, "{}");
    Path snapshot = Files.createDirectories(folder.resolve("snapshots/main/unet"));
    Path link = snapshot.resolve("weights.safetensors");
    Files.createSymbolicLink(link, Path.of("../../../blobs/8d1f"));
    try (SafetensorsFile weights = SafetensorsFile.open(link)) {
      assertThat(weights.path()).isEqualTo(blob.toRealPath());
    }
  }

  @Test
  void open_fileAboveTwoGibibytes_readsItsEnd() throws Exception {
    long gap = 5L << 30; // sparse: takes no space
    String header =
        "{\"big\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]},".formatted(gap, gap)
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}"
                .formatted(gap, gap + 4);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] json = header.getBytes(StandardCharsets.UTF_8);
      sparse.write(bytes(buffer(8).putLong(json.length)));
      sparse.write(json);
      sparse.seek(8 + json.length + gap);
      sparse.write(bytes(buffer(4).putFloat(2.5f)));
    }
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThat(weights.floats("a")).containsExactly(2.5f);
      assertThat(weights.segment(weights.entry("big")).byteSize()).isEqualTo(gap);
      assertThatThrownBy(() -> weights.longs("big"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("must have at most 2147483647 elements");
    }
  }

  @Test
  void segment_afterClose_isGone() {
    RawSafetensors.write(file, header("U8", "[1]", 1), (byte) 7);
    SafetensorsFile weights = SafetensorsFile.open(file);
    weights.close();
    assertThatThrownBy(() -> weights.longs("a")).isInstanceOf(IllegalStateException.class);
  }

  private float[] floats(String dtype, int count, ByteBuffer data) {
    RawSafetensors.write(file, header(dtype, "[" + count + "]", data.capacity()), bytes(data));
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      return weights.floats("a");
    }
  }

  private static String header(String dtype, String shape, int bytes) {
    return "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%d]}}"
        .formatted(dtype, shape, bytes);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }
}
