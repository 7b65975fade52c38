package io.latentmesh.serving.certificates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;

/**
 * A folder of files as Kubernetes mounts a secret: each file is a link into {@code ..data}, which
 * is a link to a folder with all of them. A change makes another folder and swaps the one link.
 */
public final class SecretFolder {
  public static final String CERTIFICATE = "tls.crt";
  public static final String KEY = "tls.key";
  public static final String CA = "ca.crt";
  private static final String DATA = "..data";

  private final Path folder;

  /**
   * @param folder empty
   */
  public SecretFolder(Path folder) {
    this.folder = folder;
  }

  /** A secret with a certificate, its key, and the authority that others' are checked against. */
  public static SecretFolder of(Path folder, TestIdentity identity, TestAuthority authority) {
    var secret = new SecretFolder(folder);
    secret.replace(identity, authority);
    return secret;
  }

  public Path certificate() {
    return folder.resolve(CERTIFICATE);
  }

  public Path key() {
    return folder.resolve(KEY);
  }

  public Path ca() {
    return folder.resolve(CA);
  }

  public void replace(TestIdentity identity, TestAuthority authority) {
    replace(
        Map.of(
            CERTIFICATE, identity.certificate(), KEY, identity.key(), CA, authority.certificate()));
  }

  /** Swaps all files at once. */
  public void replace(Map<String, String> files) {
    try {
      Path next = Files.createDirectories(folder.resolve("..version-" + UUID.randomUUID()));
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(next.resolve(file.getKey()), file.getValue());
      }
      Path link = Files.createSymbolicLink(folder.resolve("..next"), next.getFileName());
      Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
      for (String name : files.keySet()) {
        if (!Files.exists(folder.resolve(name))) {
          Files.createSymbolicLink(folder.resolve(name), Path.of(DATA, name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
