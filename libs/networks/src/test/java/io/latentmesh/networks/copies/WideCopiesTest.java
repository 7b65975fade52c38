package io.latentmesh.networks.copies;

import static io.latentmesh.networks.copies.NarrowWeights.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorFiles;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WideCopiesTest {
  @TempDir private Path folder;

  @Test
  void of_narrowWeights_areTheSameNumbersInF32() {
    TensorSet wide = wide(halves("m", 1.5f));

    assertThat(floats(wide, "z")).containsExactly(1.5f, -0f, 6.097555e-5f);
    assertThat(floats(wide, "a"))
        .containsExactly(TensorFiles.roundedToBfloat16(1e30f), TensorFiles.roundedToBfloat16(1.5f));
    assertThat(slice(wide, "a").shape()).containsExactly(2L, 1L);
    assertThat(wide.files()).singleElement().isEqualTo(onlyCopy());
  }

  @Test
  void of_everyNarrowNumber_isThatNumber() {
    for (Dtype dtype : List.of(Dtype.F16, Dtype.BF16)) {
      TensorSet stored = everyNumberOf(dtype);
      TensorSet wide = wide(stored);
      assertThat(floats(wide, "w")).isEqualTo(floats(stored, "w"));
    }
  }

  @Test
  void of_F32Weights_isNothing() {
    TensorFiles.Stored stored = TensorFiles.stored(Dtype.F32, List.of(1L), new float[] {1});
    TensorSet weights = NarrowWeights.written(folder.resolve("f"), Map.of("w", stored));

    assertThat(NarrowWeights.in(copies()).of(weights)).isEmpty();
    assertThat(copies()).doesNotExist();
  }

  @Test
  void of_fewerBytesThanCopiesHave_isNothing() {
    TensorSet weights = halves("m", 1);
    long least = NarrowWeights.WIDE_BYTES + 1;
    var copies = with(new CopyLimits(least, Long.MAX_VALUE, 0));

    assertThat(copies.of(weights)).isEmpty();
  }

  @Test
  void of_weightsAndTransposedPartsOfThem_keepNamesAndOrder() {
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
    TensorFiles.Stored fused = TensorFiles.stored(Dtype.F16, List.of(4L, 2L), values);
    TensorSlice stored =
        slice(NarrowWeights.written(folder.resolve("q"), Map.of("qk", fused)), "qk");
    TensorSet parts =
        new TensorSet(folder, Map.of("q", stored.part(0, 2), "k", stored.part(1, 2).transposed()));

    TensorSet wide = wide(parts);

    assertThat(floats(wide, "q")).containsExactly(1, 2, 3, 4);
    assertThat(floats(wide, "k")).containsExactly(5, 6, 7, 8);
    assertThat(slice(wide, "k").order()).isEqualTo(TensorSlice.Order.TRANSPOSED);
  }

  @Test
  void of_theSameWeightsAgain_writesNothing() throws IOException {
    TensorSet weights = halves("m", 1);
    wide(weights);
    Object written = Files.getAttribute(onlyCopy(), "unix:ino");

    wide(weights);

    assertThat(Files.getAttribute(onlyCopy(), "unix:ino")).isEqualTo(written);
  }

  @Test
  void of_aFileThatChanged_isAnotherCopy() throws IOException {
    Path before = onlyFile(wide(halves("m", 1)));
    Files.delete(folder.resolve("m"));
    TensorSet changed = halves("m", 2);
    Files.setLastModifiedTime(folder.resolve("m"), FileTime.from(NOON));

    TensorSet wide = wide(changed);

    assertThat(onlyFile(wide)).isNotEqualTo(before);
    assertThat(floats(wide, "z")[0]).isEqualTo(2);
  }

  @Test
  void of_aTruncatedCopy_writesItAgain() throws IOException {
    TensorSet weights = halves("m", 1);
    wide(weights);
    long size = Files.size(onlyCopy());
    try (RandomAccessFile file = new RandomAccessFile(onlyCopy().toFile(), "rw")) {
      file.setLength(size - 4);
    }

    assertThat(floats(wide(weights), "z")[0]).isEqualTo(1);
    assertThat(onlyCopy()).hasSize(size);
  }

  @Test
  void of_aCopyWithAnotherByte_writesItAgain() throws IOException {
    TensorSet weights = halves("m", 1);
    wide(weights);
    byte[] sound = Files.readAllBytes(onlyCopy());
    byte[] damaged = sound.clone();
    damaged[damaged.length - 1] ^= 1;
    Files.write(onlyCopy(), damaged);

    wide(weights);

    assertThat(onlyCopy()).hasBinaryContent(sound);
  }

  @Test
  void of_aCopyOfOtherWeightsUnderTheName_writesItAgain() throws IOException {
    TensorSet weights = halves("m", 1);
    wide(weights);
    Path other =
        onlyFile(NarrowWeights.in(folder.resolve("others")).of(halves("n", 2)).orElseThrow());
    Files.write(onlyCopy(), Files.readAllBytes(other));

    assertThat(floats(wide(weights), "z")[0]).isEqualTo(1);
  }

  @Test
  void of_whatADeadProcessLeft_writesItAgainAndCleansUp() throws IOException {
    TensorSet weights = halves("m", 1);
    String key = CopyPlan.of(weights).key();
    Files.createDirectories(copies());
    Files.write(copies().resolve(key + CopyFolder.PARTIAL), new byte[10]);
    Files.write(copies().resolve("0" + CopyFolder.PARTIAL), new byte[10]);

    assertThat(floats(wide(weights), "z")[0]).isEqualTo(1);
    assertThat(names()).containsExactlyInAnyOrder("lock", key + ".safetensors");
  }

  @Test
  void of_weightsThatEndWhileTheyAreCopied_isNothing() throws IOException {
    TensorSet weights = halves("m", 1);
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("m").toFile(), "rw")) {
      file.setLength(file.length() - 4);
    }

    assertThat(NarrowWeights.in(copies()).of(weights)).isEmpty();
    assertThat(names()).containsExactly("lock");
  }

  @Test
  void of_weightsForAFullDisk_isNothing() {
    TensorSet weights = halves("m", 1);
    var limits = new CopyLimits(1, Long.MAX_VALUE, Long.MAX_VALUE / 2);

    assertThat(with(limits).of(weights)).isEmpty();
    assertThat(names()).containsExactly("lock");
  }

  @Test
  void of_weightsWhereNoFolderCanBeMade_isNothing() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    TensorSet weights = halves("m", 1);

    assertThat(NarrowWeights.in(file.resolve("below")).of(weights)).isEmpty();
  }

  @Test
  void of_moreCopiesThanFit_removesTheOneUsedLongestAgo() throws IOException {
    long room = 2 * size() + size() / 2;
    Path first = onlyFile(at(room, minutes(-60), halves("a", 1)));
    TensorSet second = halves("b", 2);
    Path old = onlyFile(at(room, minutes(-50), second));
    at(room, minutes(-40), halves("a2", 1)); // another key
    assertThat(first).doesNotExist();
    at(room, minutes(-30), second);

    at(room, NOON, halves("c", 3));

    assertThat(old).exists();
    assertThat(names()).hasSize(3); // two copies and the lock
  }

  @Test
  void of_moreCopiesThanFitAndAllJustUsed_isNothing() throws IOException {
    long room = size() + size() / 2;
    Path first = onlyFile(at(room, minutes(-9), halves("a", 1)));
    TensorSet weights = halves("b", 2);

    assertThat(NarrowWeights.at(copies(), room, NOON).of(weights)).isEmpty();
    assertThat(first).exists();
  }

  @Test
  void of_weightsThatManyThreadsWantAtOnce_areWrittenOnce() throws Exception {
    TensorSet weights = halves("m", 1);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<TensorSet>> wishes =
          IntStream.range(0, 32).mapToObj(_ -> (Callable<TensorSet>) () -> wide(weights)).toList();
      for (Future<TensorSet> wide : threads.invokeAll(wishes)) {
        assertThat(floats(wide.get(), "z")[0]).isEqualTo(1);
      }
    }
    assertThat(names()).hasSize(2);
  }

  @Test
  void of_weightsThatTwoProcessesWantAtOnce_areWrittenOnce() throws Exception {
    halves("m", 1);
    List<Process> processes = List.of(process(), process());
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }

    assertThat(names()).hasSize(2);
    TensorSet wide = wide(CopyProcess.open(folder.resolve("m")));
    assertThat(floats(wide, "z")[0]).isEqualTo(1);
  }

  @Test
  void limits_belowZero_areRefusedWithTheValues() {
    assertThatThrownBy(() -> CopyLimits.ofMebibytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1048576");
  }

  @Test
  void usualFolder_isBelowTheCacheOfTheUser() {
    Path home = Path.of("/home/u");
    assertThat(CopyFolder.usualFolder(Map.of("XDG_CACHE_HOME", "/c"), home))
        .isEqualTo(Path.of("/c/latentmesh/weights"));
    assertThat(CopyFolder.usualFolder(Map.of(), home))
        .isEqualTo(Path.of("/home/u/.cache/latentmesh/weights"));
  }

  private Process process() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            CopyProcess.class.getName(),
            folder.resolve("m").toString(),
            copies().toString())
        .inheritIO()
        .start();
  }

  private TensorSet everyNumberOf(Dtype dtype) {
    float[] values = new float[1 << 16];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          dtype == Dtype.F16 ? Float.float16ToFloat((short) i) : Float.intBitsToFloat(i << 16);
      values[i] = Float.isNaN(values[i]) ? 0 : values[i]; // their bits are not compared
    }
    TensorFiles.Stored stored = TensorFiles.stored(dtype, List.of((long) values.length), values);
    return NarrowWeights.written(folder.resolve(dtype.name()), Map.of("w", stored));
  }

  /** Of the file that is a copy of {@link NarrowWeights#halves}. */
  private long size() throws IOException {
    return CopyPlan.of(halves("size", 1)).byteCount();
  }

  private static Instant minutes(long count) {
    return NOON.plus(Duration.ofMinutes(count));
  }

  private WideCopies with(CopyLimits limits) {
    return new WideCopies(new CopyFolder(copies(), limits, () -> NOON));
  }

  private TensorSet wide(TensorSet weights) {
    return NarrowWeights.in(copies()).of(weights).orElseThrow();
  }

  private TensorSet at(long mostBytes, Instant now, TensorSet weights) {
    return NarrowWeights.at(copies(), mostBytes, now).of(weights).orElseThrow();
  }

  private Path copies() {
    return folder.resolve("copies");
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(copies())) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path onlyCopy() {
    return copies()
        .resolve(names().stream().filter(name -> !name.equals("lock")).findFirst().orElseThrow());
  }

  private TensorSet halves(String name, float first) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? CopyProcess.open(file) : NarrowWeights.halves(file, first);
  }

  private static Path onlyFile(TensorSet set) {
    assertThat(set.files()).hasSize(1);
    return set.files().getFirst();
  }

  private static TensorSlice slice(TensorSet set, String name) {
    return Objects.requireNonNull(set.slices().get(name));
  }

  private static float[] floats(TensorSet set, String name) {
    try (SafetensorsFile file = SafetensorsFile.open(slice(set, name).file())) {
      return file.floats(name);
    }
  }
}
