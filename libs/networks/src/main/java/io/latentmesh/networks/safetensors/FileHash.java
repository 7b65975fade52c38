package io.latentmesh.networks.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SHA-256 of files, remembered per process. Any thread. Gigabytes take seconds, and several models
 * of one process may share a file; the memory is the one static state here because the answer
 * depends on nothing but the file.
 */
public final class FileHash {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final Map<Version, String> KNOWN = new ConcurrentHashMap<>();

  private FileHash() {}

  /** A file as it was: one that changes gets another size or time. */
  private record Version(Path realPath, long size, FileTime modified) {}

  /**
   * The hash of a file's bytes, 64 lower-case hex digits.
   *
   * @throws SafetensorsException if the file cannot be read
   */
  public static String sha256(Path file) {
    try {
      Path realPath = file.toRealPath();
      BasicFileAttributes now = Files.readAttributes(realPath, BasicFileAttributes.class);
      Version version = new Version(realPath, now.size(), now.lastModifiedTime());
      String known = KNOWN.get(version);
      if (known != null) {
        return known;
      }
      String hash = hash(realPath);
      KNOWN.put(version, hash);
      return hash;
    } catch (IOException e) {
      throw new SafetensorsException(file, "cannot be read: " + e, e);
    }
  }

  /**
   * Identifies the bytes of one file or more: the hash of the only one, else that of a text with
   * the hash of each, in their order, a line end behind each.
   *
   * @throws SafetensorsException if one cannot be read
   */
  public static String sha256(List<Path> files) {
    if (files.size() == 1) {
      return sha256(files.getFirst());
    }
    MessageDigest digest = sha256();
    for (Path file : files) {
      digest.update((sha256(file) + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
