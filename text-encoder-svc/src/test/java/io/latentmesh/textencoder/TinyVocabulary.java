package io.latentmesh.textencoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ten entries: c is 3, "a" alone 5, "ab" alone 9, start 7, end 8, which is padding, too. */
final class TinyVocabulary {
  private TinyVocabulary() {}

  /** Writes {@code vocab.json} and {@code merges.txt}. */
  static void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("vocab.json"),
        """
        {"!": 0, "a": 1, "b": 2, "c</w>": 3, "b</w>": 4, "a</w>": 5, "!</w>": 6,
         "<|startoftext|>": 7, "<|endoftext|>": 8, "ab</w>": 9}
        """);
    Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b</w>\n");
  }
}
