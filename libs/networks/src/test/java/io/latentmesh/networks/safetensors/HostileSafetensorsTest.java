package io.latentmesh.networks.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a header can lie: one test each. */
class HostileSafetensorsTest {
  private final Path folder;
  private final Path file;

  HostileSafetensorsTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("hostile.safetensors");
  }

  @Test
  void open_missingFile_isRefused() {
    refused().hasMessageContaining("cannot be read").hasMessageContaining("NoSuchFile");
  }

  @Test
  void open_folder_isRefused() {
    assertThatThrownBy(() -> SafetensorsFile.open(folder))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("must be a regular file");
  }

  @Test
  void open_emptyFile_isRefused() {
    RawSafetensors.write(file, new byte[0]);
    refused().hasMessageEndingWith("size: must be above 8 bytes, was 0");
  }

  @Test
  void open_lengthAlone_isRefused() {
    RawSafetensors.write(file, new byte[8]);
    refused().hasMessageEndingWith("size: must be above 8 bytes, was 8");
  }

  @Test
  void open_zip_isRefusedAsWhatItIs() {
    RawSafetensors.write(
        file, "PK\u0003\u0004archive/data.pkl".getBytes(StandardCharsets.US_ASCII));
    refused()
        .hasMessageContaining("format: must be safetensors, was a zip, as torch.save writes")
        .hasMessageContaining("a pickle can run code")
        .hasMessageEndingWith("convert it to safetensors");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void open_pickle_isRefusedAsWhatItIs(int protocol) {
    byte[] pickle = "?\u0000cposix\nsystem\n(S'true'\ntR.".getBytes(StandardCharsets.US_ASCII);
    pickle[0] = (byte) 0x80;
    pickle[1] = (byte) protocol;
    RawSafetensors.write(file, pickle);
    refused()
        .hasMessageContaining("format: must be safetensors, was a pickle")
        .hasMessageEndingWith("convert it to safetensors");
  }

  @Test
  void open_headerLengthThatLooksLikeAPickle_isRead() {
    String json = "{}" + " ".repeat(0x0280 - 2);
    RawSafetensors.write(file, json);
    try (SafetensorsFile empty = SafetensorsFile.open(file)) {
      assertThat(empty.entries()).isEmpty();
    }
  }

  @Test
  void open_gguf_isRefusedAsWhatItIs() {
    RawSafetensors.write(
        file, "GGUF\u0003\u0000\u0000\u0000\u0000".getBytes(StandardCharsets.US_ASCII));
    refused().hasMessageContaining("was GGUF: quantized weights are not supported");
  }

  @Test
  void open_headerBeyondFile_isRefused() {
    RawSafetensors.write(file, 50, "{}");
    refused()
        .hasMessageEndingWith(
            "header length: must be at most 100000000 (format) and 2 (rest of the file), was 50");
  }

  @Test
  void open_headerAboveFormatsBound_isRefused() {
    RawSafetensors.write(file, 100_000_001, "{}");
    refused().hasMessageContaining("at most 100000000").hasMessageEndingWith("was 100000001");
  }

  @Test
  void open_headerLengthBeyondLong_isRefusedAsUnsigned() {
    RawSafetensors.write(file, -1, "{}");
    refused().hasMessageEndingWith("was 18446744073709551615");
  }

  @Test
  void open_emptyHeader_isRefused() {
    RawSafetensors.write(file, 0, "{}");
    refused().hasMessageContaining("must be a JSON object");
  }

  @Test
  void open_headerNotAnObject_isRefused() {
    RawSafetensors.write(file, "[1]");
    refused().hasMessageContaining("begins with '{'");
  }

  @Test
  void open_headerNotJson_isRefused() {
    RawSafetensors.write(file, "{\"a\": nonsense}");
    refused().hasMessageContaining("header: is not valid JSON").hasMessageContaining("nonsense");
  }

  @Test
  void open_headerCutOff_isRefused() {
    RawSafetensors.write(file, "{\"a\": {\"dtype\":\"F32\"");
    refused().hasMessageContaining("header: is not valid JSON");
  }

  @Test
  void open_headerFollowedByMoreJson_isRefused() {
    RawSafetensors.write(file, "{} {}");
    refused().hasMessageContaining("header: must end with its object");
  }

  @Test
  void open_headerInUtf16_isRefused() {
    byte[] json = "{}".getBytes(StandardCharsets.UTF_16LE);
    RawSafetensors.write(file, json.length, "", json);
    refused().hasMessageContaining("header: is not valid JSON");
  }

  @Test
  void open_headerWithMalformedUtf8_isRefused() {
    byte[] json = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
    RawSafetensors.write(file, json.length, "", json);
    refused().hasMessageContaining("header: must be UTF-8");
  }

  @Test
  void open_duplicateTensor_isRefused() {
    String entry = "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
    RawSafetensors.write(file, "{" + entry + "," + entry + "}");
    refused().hasMessageContaining("Duplicate").hasMessageContaining("'a'");
  }

  @Test
  void open_duplicateField_isRefused() {
    RawSafetensors.write(file, "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}");
    refused().hasMessageContaining("Duplicate").hasMessageContaining("'dtype'");
  }

  @Test
  void open_nestedDeeply_isRefused() {
    RawSafetensors.write(file, tensor("U8", "[".repeat(100_000), "[0,0]"));
    refused().hasMessageContaining("tensor 'a': shape: must be integers");
  }

  @Test
  void open_anyDamagedByte_isReadOrRefused() throws Exception {
    new SafetensorsWriter()
        .metadata("format", "pt")
        .floats("a", List.of(2L, 2L), new float[4])
        .longs("b", List.of(3L), new long[3])
        .write(file);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length - 40)] = (byte) random.nextInt(256);
      RawSafetensors.write(file, damaged);
      refused += opens() ? 0 : 1;
    }
    assertThat(refused).isBetween(500, 999); // a letter of a name may change unnoticed
  }

  private boolean opens() {
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      weights.entries().values().forEach(weights::segment);
      return true;
    } catch (SafetensorsException e) {
      return false;
    }
  }

  @Test
  void open_metadataNotText_isRefused() {
    RawSafetensors.write(file, "{\"__metadata__\":{\"format\":1}}");
    refused().hasMessageEndingWith("__metadata__ 'format': must be a string, was 1");
  }

  @Test
  void open_unknownDtype_isRefused() {
    RawSafetensors.write(file, tensor("F33", "[1]", "[0,4]"), new byte[4]);
    refused()
        .hasMessageContaining("tensor 'a': dtype: must be one of BOOL, U8")
        .hasMessageEndingWith("was 'F33'");
  }

  @Test
  void open_unknownFieldOfTensor_isRefused() {
    RawSafetensors.write(file, "{\"a\":{\"dtype\":\"U8\",\"scale\":[1]}}");
    refused()
        .hasMessageEndingWith(
            "tensor 'a': must have dtype, shape and data_offsets only, had scale");
  }

  @Test
  void open_missingDtype_isRefused() {
    RawSafetensors.write(file, "{\"a\":{\"shape\":[0],\"data_offsets\":[0,0]}}");
    refused().hasMessageEndingWith("tensor 'a': dtype: must be given, was missing");
  }

  @Test
  void open_missingShape_isRefused() {
    RawSafetensors.write(file, "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,0]}}");
    refused().hasMessageEndingWith("tensor 'a': shape: must be given, was missing");
  }

  @Test
  void open_missingOffsets_isRefused() {
    RawSafetensors.write(file, "{\"a\":{\"dtype\":\"U8\",\"shape\":[0]}}");
    refused().hasMessageEndingWith("tensor 'a': data_offsets: must be given, was missing");
  }

  @Test
  void open_tensorNotAnObject_isRefused() {
    RawSafetensors.write(file, "{\"a\":7}");
    refused().hasMessageEndingWith("tensor 'a': must be an object, was 7");
  }

  @Test
  void open_negativeExtent_isRefused() {
    RawSafetensors.write(file, tensor("F32", "[-1]", "[0,4]"), new byte[4]);
    refused()
        .hasMessageEndingWith("tensor 'a': shape: must be integers from 0 to 2^63 - 1, was -1");
  }

  @Test
  void open_fractionalExtent_isRefused() {
    RawSafetensors.write(file, tensor("F32", "[1.0]", "[0,4]"), new byte[4]);
    refused().hasMessageContaining("shape: must be integers").hasMessageEndingWith("was 1.0");
  }

  @Test
  void open_extentBeyondLong_isRefused() {
    RawSafetensors.write(file, tensor("F32", "[9223372036854775808]", "[0,4]"), new byte[4]);
    refused().hasMessageContaining("shape: must be").hasMessageEndingWith("9223372036854775808");
  }

  @Test
  void open_shapeWhoseBytesOverflow_isRefused() {
    RawSafetensors.write(file, tensor("F32", "[4294967296,4294967296]", "[0,0]"));
    refused()
        .hasMessageEndingWith(
            "tensor 'a': shape: must be below 2^63 bytes, was [4294967296, 4294967296]");
  }

  @Test
  void open_rankAboveBound_isRefused() {
    String shape = IntStream.range(0, 65).mapToObj(i -> "1").collect(Collectors.joining(","));
    RawSafetensors.write(file, tensor("U8", "[" + shape + "]", "[0,1]"), (byte) 0);
    refused().hasMessageContaining("tensor 'a': shape: numbers: must be at most 64");
  }

  @Test
  void open_oneOffset_isRefused() {
    RawSafetensors.write(file, tensor("F32", "[1]", "[4]"), new byte[4]);
    refused().hasMessageEndingWith("tensor 'a': data_offsets: must be 2 numbers, was [4]");
  }

  @Test
  void open_offsetsBackwards_isRefused() {
    RawSafetensors.write(file, tensor("F32", "[1]", "[4,0]"), new byte[4]);
    refused().hasMessageContaining("must not end before they begin").hasMessageContaining("[4, 0]");
  }

  @Test
  void open_tensorBeyondFile_isRefused() {
    RawSafetensors.write(file, tensor("F32", "[2]", "[0,8]"), new byte[4]);
    refused()
        .hasMessageEndingWith(
            "tensor 'a': data_offsets: must end within the file's 4 bytes, was [0, 8]");
  }

  @Test
  void open_wrongByteCount_isRefused() {
    RawSafetensors.write(file, tensor("F32", "[2]", "[0,4]"), new byte[4]);
    refused()
        .hasMessageEndingWith("must span 8 bytes for shape [2] of F32, was [0, 4], which is 4");
  }

  @Test
  void open_overlappingTensors_areRefused() {
    RawSafetensors.write(file, two("[0,4]", "[2,6]"), new byte[6]);
    refused().hasMessageContaining("tensor 'b': data_offsets: must begin at 4, was 2: overlaps");
  }

  @Test
  void open_sameBytesTwice_areRefused() {
    RawSafetensors.write(file, two("[0,4]", "[0,4]"), new byte[4]);
    refused().hasMessageContaining("overlaps");
  }

  @Test
  void open_holeBetweenTensors_isRefused() {
    RawSafetensors.write(file, two("[0,4]", "[5,9]"), new byte[9]);
    refused()
        .hasMessageContaining("tensor 'b': data_offsets: must begin at 4, was 5: leaves a hole");
  }

  @Test
  void open_bytesBehindTheLastTensor_areRefused() {
    RawSafetensors.write(file, tensor("F32", "[1]", "[0,4]"), new byte[6]);
    refused().hasMessageEndingWith("but bytes 4 to 6 belong to none");
  }

  @Test
  void open_truncatedFile_isRefused() throws Exception {
    new SafetensorsWriter().floats("a", List.of(4L), new float[4]).write(file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    refused().hasMessageContaining("tensor 'a': data_offsets: must end within the file's 15 bytes");
  }

  @Test
  void open_moreTensorsThanTheBound_isRefused() {
    String tensors =
        IntStream.rangeClosed(0, HeaderParser.MAX_TENSORS)
            .mapToObj(i -> "\"" + i + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}")
            .collect(Collectors.joining(",", "{", "}"));
    RawSafetensors.write(file, tensors);
    refused().hasMessageContaining("header: tensors: must be at most 100000");
  }

  @Test
  void open_moreMetadataThanTheBound_isRefused() {
    String keys =
        IntStream.rangeClosed(0, HeaderParser.MAX_METADATA)
            .mapToObj(i -> "\"" + i + "\":\"\"")
            .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}"));
    RawSafetensors.write(file, keys);
    refused().hasMessageContaining("__metadata__: keys: must be at most 100000");
  }

  private AbstractThrowableAssert<?, ?> refused() {
    return assertThatThrownBy(() -> SafetensorsFile.open(file).close())
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("hostile.safetensors: ");
  }

  private static String tensor(String dtype, String shape, String offsets) {
    return "{\"a\":" + entry(dtype, shape, offsets) + "}";
  }

  private static String two(String firstOffsets, String secondOffsets) {
    return "{\"a\":%s,\"b\":%s}"
        .formatted(entry("F32", "[1]", firstOffsets), entry("F32", "[1]", secondOffsets));
  }

  private static String entry(String dtype, String shape, String offsets) {
    return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(dtype, shape, offsets);
  }
}
