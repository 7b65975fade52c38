package io.latentmesh.serving.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.serving.certificates.SecretFolder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are in use. */
final class WatchedFilesTest {
  @TempDir Path folder = Path.of("");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<String> used = new ArrayList<>();
  private SecretFolder secret = new SecretFolder(folder);
  private WatchedFiles files = watched();

  @BeforeEach
  void mount() throws UnusableFileException {
    secret = new SecretFolder(folder);
    files = watched();
    replace("first", "half");
    files.load();
  }

  @Test
  void look_nothingNew_usesNothingAgain() {
    files.look();
    assertThat(used).containsExactly("first half");
  }

  @Test
  void look_afterTheLinkWasSwapped_usesTheNewContents() {
    replace("second", "half");
    files.look();
    files.look();
    assertThat(used).containsExactly("first half", "second half");
    assertThat(reloads("loaded")).isEqualTo(1);
  }

  @Test
  void look_sameContentsInNewFiles_usesNothingAgain() {
    replace("first", "half");
    files.look();
    assertThat(used).containsExactly("first half");
  }

  @Test
  void look_unusableContents_keepsTheFormerAndCountsOnce() {
    replace("bad", "half");
    files.look();
    files.look();
    assertThat(used).containsExactly("first half");
    assertThat(reloads("refused")).isEqualTo(1);
  }

  @Test
  void look_repairedAfterUnusable_usesIt() {
    replace("bad", "half");
    files.look();
    replace("third", "half");
    files.look();
    assertThat(used).containsExactly("first half", "third half");
  }

  @Test
  void look_fileGoneForAWhile_countsOnceAndGoesOn() throws IOException {
    Files.delete(folder.resolve("a"));
    files.look();
    files.look();
    assertThat(reloads("refused")).isEqualTo(1);
    Files.writeString(folder.resolve("a"), "second");
    files.look();
    assertThat(used).containsExactly("first half", "second half");
  }

  @Test
  void load_fileMissing_isRefusedByName() throws IOException {
    Files.delete(folder.resolve("b"));
    assertThatThrownBy(files::load)
        .isInstanceOf(UnusableFileException.class)
        .hasMessageStartingWith(folder.resolve("b") + ": cannot be read: ");
  }

  private void replace(String a, String b) {
    secret.replace(Map.of("a", a, "b", b));
  }

  private double reloads(String result) {
    return registry
        .get("latentmesh.file.reloads")
        .tag("file", "test")
        .tag("result", result)
        .counter()
        .count();
  }

  private WatchedFiles watched() {
    registry.clear();
    return new WatchedFiles(
        "test", List.of(folder.resolve("a"), folder.resolve("b")), this::use, registry);
  }

  private void use(List<byte[]> contents) throws UnusableFileException {
    String text =
        contents.stream()
            .map(content -> new String(content, StandardCharsets.UTF_8))
            .collect(Collectors.joining(" "));
    if (text.startsWith("bad")) {
      throw new UnusableFileException("a: must be good");
    }
    used.add(text);
  }
}
