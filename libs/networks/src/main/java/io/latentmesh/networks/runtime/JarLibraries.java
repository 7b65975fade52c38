package io.latentmesh.networks.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The native libraries inside ONNX Runtime's jar, for the one platform that this project runs on.
 */
final class JarLibraries {
  private static final String FOLDER = "/ai/onnxruntime/native/linux-x64/";

  private final Class<?> neighbour;

  private JarLibraries(Class<?> neighbour) {
    this.neighbour = neighbour;
  }

  /** The libraries in the jar of {@code neighbour}, which is not initialized. */
  static JarLibraries of(Class<?> neighbour) {
    return new JarLibraries(neighbour);
  }

  /** The jar's version as its manifest has it. */
  String version() {
    return Optional.ofNullable(neighbour.getPackage().getImplementationVersion()).orElse("unknown");
  }

  /** Whether a library is in the jar: one that was made for another host leaves them out. */
  boolean has(String library) {
    return neighbour.getResource(FOLDER + library) != null;
  }

  /** CRC-32 of a library, from the jar's directory. */
  long checksum(String library) throws IOException {
    URLConnection connection = resource(library).openConnection();
    return connection instanceof JarURLConnection jar ? jar.getJarEntry().getCrc() : 0;
  }

  /**
   * Copies what is not in {@code folder} yet. Processes that do so at once wait for each other, and
   * a library appears under its name only when it is whole.
   */
  void unpack(List<String> libraries, Path folder) throws IOException {
    if (libraries.stream().allMatch(library -> Files.exists(folder.resolve(library)))) {
      return;
    }
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      for (String library : libraries) {
        if (lock.isValid() && !Files.exists(folder.resolve(library))) {
          copy(library, folder);
        }
      }
    }
  }

  private void copy(String library, Path folder) throws IOException {
    Path partial = Files.createTempFile(folder, library, ".partial");
    try (InputStream in = resource(library).openStream()) {
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.move(partial, folder.resolve(library), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private URL resource(String library) throws FileNotFoundException {
    URL resource = neighbour.getResource(FOLDER + library);
    if (resource == null) {
      throw new FileNotFoundException("no " + FOLDER + library + " on the class path");
    }
    return resource;
  }
}
