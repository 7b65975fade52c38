package io.latentmesh.networks.copies;

import io.latentmesh.networks.safetensors.TensorSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * What a copy is a copy of: the files' real paths, sizes and times of last change, and where in
 * them the tensors lie. The bytes are not read: that would take as long as what the copy saves.
 */
final class CopyKey {
  /** To be changed with the layout of copies. */
  private static final String LAYOUT = "1";

  private CopyKey() {}

  /** 64 lower-case hex digits. */
  static String of(TensorSet source) throws IOException {
    StringBuilder text = new StringBuilder(LAYOUT).append('\n');
    for (Path file : source.files()) {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      text.append(file).append('\n').append(now.size()).append(' ');
      text.append(now.lastModifiedTime()).append('\n');
    }
    source.slices().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(slice -> text.append(slice).append('\n'));
    byte[] digest = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
