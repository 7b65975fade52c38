package io.latentmesh.bench.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/** What happened, in order, as JSON lines in a file. Thread-safe. */
public final class History implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final long begunNanos = System.nanoTime();

  @GuardedBy("lock")
  private final BufferedWriter file;

  private History(BufferedWriter file) {
    this.file = file;
  }

  /** Begins a history; a file that is there is written over. */
  static History in(Path file) throws IOException {
    return new History(Files.newBufferedWriter(file));
  }

  /** Reads a history back. */
  public static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      events.add(JSON.readValue(line, Event.class));
    }
    return events;
  }

  /** Adds what {@code event} makes of the time in milliseconds. */
  void add(LongFunction<Event> event) {
    lock.lock();
    try {
      Event happened = event.apply((System.nanoTime() - begunNanos) / NANOS_PER_MILLI);
      file.write(JSON.writeValueAsString(happened));
      file.newLine();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      file.close();
    } finally {
      lock.unlock();
    }
  }
}
