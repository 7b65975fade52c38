package io.latentmesh.serving.addresses;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the addresses in a file, one {@code host:port} a line, and again whenever it has changed.
 * Empty lines and those that begin with # are skipped. To be replaced by renaming: half a file
 * names half the replicas.
 *
 * <p>A file that is gone, empty or malformed is reported until the first good one, and logged and
 * otherwise ignored after it. Confined to the channel's synchronization context; the file is read
 * on the offload executor.
 */
final class FileAddresses extends NameResolver {
  /** Twice a second a file of a few lines: cheaper than a watch service, and works everywhere. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(FileAddresses.class);

  private final Path file;
  private final Args channel;
  private @Nullable Listener2 listener; // Null until started and after the end.
  private @Nullable ScheduledHandle timer; // Null until the first reading and after the end.
  private @Nullable Reading last; // Null until the first reading.
  private boolean named;

  FileAddresses(Path file, Args channel) {
    this.file = file;
    this.channel = channel;
  }

  @Override
  public String getServiceAuthority() {
    return "replicas";
  }

  @Override
  public void start(Listener2 told) {
    listener = told;
    load();
  }

  @Override
  public void shutdown() {
    listener = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** What the file said, and what that means; hosts are looked up once per change. */
  private record Reading(
      StatusOr<List<String>> lines, StatusOr<List<EquivalentAddressGroup>> addresses) {}

  private void load() {
    Reading before = last;
    Executor offload = Objects.requireNonNullElse(channel.getOffloadExecutor(), Runnable::run);
    offload.execute(() -> {
      Reading news = news(before);
      channel.getSynchronizationContext().execute(() -> loaded(news));
    });
  }

  private void loaded(@Nullable Reading news) {
    Listener2 told = listener;
    if (told == null) {
      return;
    }
    if (news != null) {
      last = news;
      tell(told, news.addresses());
    }
    timer =
        channel
            .getSynchronizationContext()
            .schedule(this::load, PAUSE, channel.getScheduledExecutorService());
  }

  /** Null = the file says what it said before. */
  private @Nullable Reading news(@Nullable Reading before) {
    StatusOr<List<String>> lines = read();
    return before != null && same(before.lines(), lines)
        ? null
        : new Reading(lines, addresses(lines));
  }

  private static boolean same(StatusOr<List<String>> before, StatusOr<List<String>> now) {
    return before.hasValue() == now.hasValue()
        && (!now.hasValue() || before.getValue().equals(now.getValue()));
  }

  private void tell(Listener2 told, StatusOr<List<EquivalentAddressGroup>> addresses) {
    if (named && !addresses.hasValue()) {
      log.warn("event=addresses_kept cause=\"{}\"", addresses.getStatus().getDescription());
      return;
    }
    named = addresses.hasValue();
    told.onResult(ResolutionResult.newBuilder().setAddressesOrError(addresses).build());
  }

  private StatusOr<List<String>> read() {
    try {
      return StatusOr.fromValue(
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList());
    } catch (IOException e) {
      return unavailable("cannot be read: " + e);
    }
  }

  private StatusOr<List<EquivalentAddressGroup>> addresses(StatusOr<List<String>> lines) {
    if (!lines.hasValue()) {
      return StatusOr.fromStatus(lines.getStatus());
    }
    if (lines.getValue().isEmpty()) {
      return unavailable("names no address");
    }
    try {
      return StatusOr.fromValue(
          lines.getValue().stream().map(HostPort::parse).map(HostPort::lookUp).toList());
    } catch (IllegalArgumentException e) {
      return unavailable(String.valueOf(e.getMessage()));
    }
  }

  private <T> StatusOr<T> unavailable(String problem) {
    return StatusOr.fromStatus(Status.UNAVAILABLE.withDescription(file + " " + problem));
  }
}
