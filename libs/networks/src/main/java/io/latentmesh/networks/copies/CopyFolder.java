package io.latentmesh.networks.copies;

import io.latentmesh.networks.safetensors.SafetensorsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A folder of copies of weights, shared by processes. Who writes or removes holds the folder's
 * lock, which ends with its process: a partial file that is met under the lock is a dead process's.
 * A copy gets its name when it is complete and on the disk. Any thread.
 *
 * @param path made when it is needed
 * @param clock tells what was used lately
 */
public record CopyFolder(Path path, CopyLimits limits, InstantSource clock) {
  static final String PARTIAL = ".partial";

  /** Locks of files are per process. One for all folders: a disk writes no two files faster. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  /** Where it is unless somebody says otherwise: below the user's cache folder. */
  public static Path usualFolder(Map<String, String> environment, Path home) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = cache.isBlank() ? home.resolve(".cache") : Path.of(cache);
    return base.toAbsolutePath().resolve("latentmesh").resolve("weights");
  }

  /**
   * The copy, written now if there is no sound one.
   *
   * @throws IOException if there is no room for it, or it cannot be written
   */
  Path use(WideCopy copy) throws IOException {
    Path found = path.resolve(copy.name());
    return isSound(found, copy) ? found.toRealPath() : made(copy);
  }

  private Path made(WideCopy copy) throws IOException {
    Files.createDirectories(path);
    LOCK.lock();
    try (FileChannel channel =
            FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Path target = path.resolve(copy.name());
      if (!isSound(target, copy)) {
        new CopyRoom(path, limits, clock.instant()).make(copy);
        write(copy, target);
      }
      return target.toRealPath();
    } finally {
      LOCK.unlock();
    }
  }

  private void write(WideCopy copy, Path target) throws IOException {
    Path partial = path.resolve(copy.name() + PARTIAL);
    try {
      copy.write(partial);
      touch(partial);
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Marks it as used before looking, so that nobody removes it meanwhile. */
  private boolean isSound(Path found, WideCopy copy) {
    if (!Files.exists(found)) {
      return false;
    }
    try {
      touch(found);
      return copy.isSound(found);
    } catch (IOException | SafetensorsException e) {
      return false;
    }
  }

  private void touch(Path found) {
    try {
      Files.setLastModifiedTime(found, FileTime.from(clock.instant()));
    } catch (IOException e) {
      // A folder that may only be read serves, too; nobody removes anything there.
      return;
    }
  }
}
