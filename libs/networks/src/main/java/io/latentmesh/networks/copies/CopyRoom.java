package io.latentmesh.networks.copies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Room for one more copy: the ones used longest ago go, but none that was used so lately that a
 * process may be about to map it. One that is mapped may go: its bytes stay until the process ends.
 */
record CopyRoom(Path folder, CopyLimits limits, Instant now) {
  /** Between a copy's check and the end of a session's creation lie seconds. */
  static final Duration IN_USE = Duration.ofMinutes(10);

  private record Copy(Path file, long bytes, FileTime used) {}

  /** Must be called with the folder's lock held. */
  void make(WideCopy wanted) throws IOException {
    removePartial();
    List<Copy> others = new ArrayList<>(others(wanted));
    long free = limits.mostBytes() - others.stream().mapToLong(Copy::bytes).sum();
    while (free < wanted.byteCount() && !others.isEmpty() && isIdle(others.getFirst())) {
      Copy oldest = others.removeFirst();
      Files.deleteIfExists(oldest.file());
      free += oldest.bytes();
    }
    if (free < wanted.byteCount()) {
      throw new IOException(
          "copies may take %d bytes, of which %d are free: must be at least %d"
              .formatted(limits.mostBytes(), free, wanted.byteCount()));
    }
    checkDisk(wanted);
  }

  private void checkDisk(WideCopy wanted) throws IOException {
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (usable - limits.spareBytes() < wanted.byteCount()) {
      throw new IOException(
          "%s has %d bytes free: must be at least %d and %d to spare"
              .formatted(folder, usable, wanted.byteCount(), limits.spareBytes()));
    }
  }

  private boolean isIdle(Copy copy) {
    return copy.used().toInstant().isBefore(now.minus(IN_USE));
  }

  private List<Copy> others(WideCopy wanted) throws IOException {
    List<Copy> copies = new ArrayList<>();
    for (Path file : ending(WideCopy.ENDING)) {
      if (!file.endsWith(wanted.name())) {
        copies.add(new Copy(file, Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    copies.sort(Comparator.comparing(Copy::used));
    return copies;
  }

  private void removePartial() throws IOException {
    for (Path file : ending(CopyFolder.PARTIAL)) {
      Files.deleteIfExists(file);
    }
  }

  private List<Path> ending(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    }
  }
}
