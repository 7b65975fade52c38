package io.latentmesh.serving.files;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that belong together, read at the start and again whenever they change. Thread-safe.
 *
 * <p>Contents are compared, not times: a Kubernetes volume replaces its files by swapping a
 * symbolic link, and the new ones may well be as old as the former. Files that cannot be used
 * change nothing: what was in use stays, the log says why and the counter grows, once for each bad
 * content.
 */
public final class WatchedFiles {
  private static final Logger log = LoggerFactory.getLogger(WatchedFiles.class);

  /** Larger files are no certificates and no lists of tokens. */
  private static final long MAX_BYTES = 8L << 20;

  private final String name;
  private final List<Path> files;
  private final FileContents contents;
  private final Counter loaded;
  private final Counter refused;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private String judged = ""; // Fingerprint of what was used or refused last.

  /**
   * Reads nothing yet.
   *
   * @param name what the log and the series call the files, one of few
   * @param registry where reloads are counted, from zero on
   */
  public WatchedFiles(
      String name, List<Path> files, FileContents contents, MeterRegistry registry) {
    this.name = name;
    this.files = List.copyOf(files);
    this.contents = contents;
    this.loaded = counter(registry, name, "loaded");
    this.refused = counter(registry, name, "refused");
  }

  /**
   * Reads the files for the first time.
   *
   * @throws UnusableFileException if a file cannot be read or used
   */
  public void load() throws UnusableFileException {
    lock.lock();
    try {
      List<byte[]> read = read();
      contents.use(read);
      judged = fingerprint(read);
    } finally {
      lock.unlock();
    }
  }

  /** Looks at the files now, and uses them if they are new and good. */
  public void look() {
    lock.lock();
    try {
      List<byte[]> read = read();
      String found = fingerprint(read);
      // Other contents at a second reading: in the middle of a change. The next look will tell.
      if (!found.equals(judged) && found.equals(fingerprint(read()))) {
        judged = found;
        use(read);
      }
    } catch (UnusableFileException e) {
      refuseOnce(e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks at the files at intervals, on a thread of its own.
   *
   * @param over asked before each look; true ends the watch
   */
  public void watch(Duration every, BooleanSupplier over) {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("watch-" + name).factory());
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              if (over.getAsBoolean()) {
                timer.shutdown();
                return;
              }
              lookSafely();
            },
            every.toNanos(),
            every.toNanos(),
            NANOSECONDS);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      log.error(
          "event=file_watch_failed file={}", name, e); // Thrown, it would end all later looks.
    }
  }

  private void use(List<byte[]> read) {
    try {
      contents.use(read);
      loaded.increment();
      log.info("event=file_loaded file={}", name);
    } catch (UnusableFileException e) {
      refuse(e);
    }
  }

  /** What cannot be read has no contents to be known by: its problem stands for them. */
  @GuardedBy("lock")
  private void refuseOnce(UnusableFileException problem) {
    String unreadable = String.valueOf(problem.getMessage());
    if (!unreadable.equals(judged)) {
      judged = unreadable;
      refuse(problem);
    }
  }

  private void refuse(UnusableFileException problem) {
    refused.increment();
    log.error(
        "event=file_refused file={} problem=\"{}\" in_use=former", name, problem.getMessage());
  }

  private List<byte[]> read() throws UnusableFileException {
    List<byte[]> all = new ArrayList<>();
    for (Path file : files) {
      all.add(read(file));
    }
    return all;
  }

  private static byte[] read(Path file) throws UnusableFileException {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new UnusableFileException(
            file + ": must have at most " + MAX_BYTES + " bytes, has " + size);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UnusableFileException(file + ": cannot be read: " + e, e);
    }
  }

  private static String fingerprint(List<byte[]> contents) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] content : contents) {
        digest.update(MessageDigest.getInstance("SHA-256").digest(content));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Counter counter(MeterRegistry registry, String name, String result) {
    return Counter.builder("latentmesh.file.reloads")
        .description("Changes of watched files, by what became of them")
        .tag("file", name)
        .tag("result", result)
        .register(registry);
  }
}
