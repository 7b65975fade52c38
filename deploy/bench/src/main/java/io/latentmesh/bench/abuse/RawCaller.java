package io.latentmesh.bench.abuse;

import io.latentmesh.bench.abuse.BadCall.Act;
import io.latentmesh.bench.abuse.BadCall.OfFrames;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Makes bad calls of frames, on connections of its own. One thread. */
final class RawCaller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final int RESETS_AT_ONCE = 20;
  private static final int MOST_FORGOTTEN = 40;

  private final Map<MeshService, Integer> ports;
  private final Map<MeshService, RawConnection> reading = new EnumMap<>(MeshService.class);
  private final Map<MeshService, Forgotten> forgotten = new EnumMap<>(MeshService.class);

  /** Calls that are left on a connection that nobody reads. */
  private static final class Forgotten {
    private final RawConnection connection;
    private int calls;

    Forgotten(RawConnection connection) {
      this.connection = connection;
    }
  }

  RawCaller(Map<MeshService, Integer> ports) {
    this.ports = Map.copyOf(ports);
  }

  Ending make(OfFrames call) throws IOException {
    MeshService service = call.service();
    return switch (call.act()) {
      case Act.Request request -> request(reading(service), request);
      case Act.Reset reset -> resets(reading(service), reset.path());
      case Act.Forget forget -> forget(service, forget);
      case Act.NeverRead never -> neverRead(service, never);
      case Act.Frames frames -> frames(service, frames);
      case Act.Bytes bytes -> bytes(service, bytes);
    };
  }

  private static Ending request(RawConnection connection, Act.Request request) throws IOException {
    int stream = connection.begin(request.headers());
    connection.end(stream, request.data());
    return connection.ending(stream, PATIENCE);
  }

  private static Ending resets(RawConnection connection, String path) throws IOException {
    for (int left = RESETS_AT_ONCE; left > 0; left--) {
      connection.reset(connection.begin(Headers.of(path)));
    }
    return Ending.without("RESET");
  }

  private Ending forget(MeshService service, Act.Forget forget) throws IOException {
    forgotten(service).begin(Headers.of(forget.path()));
    return Ending.without("LEFT");
  }

  private Ending neverRead(MeshService service, Act.NeverRead never) throws IOException {
    RawConnection connection = forgotten(service);
    connection.end(connection.begin(Headers.of(never.path())), never.data());
    return Ending.without("LEFT");
  }

  private Ending frames(MeshService service, Act.Frames frames) throws IOException {
    try (RawConnection connection = RawConnection.reading(port(service))) {
      connection.write(frames.bytes().toByteArray());
      Ending ending = connection.ending(0, GLANCE);
      return ending.how().equals(RawConnection.SILENT) ? Ending.without("LEFT") : ending;
    }
  }

  private Ending bytes(MeshService service, Act.Bytes bytes) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(service))) {
      socket.setSoTimeout((int) GLANCE.toMillis());
      socket.getOutputStream().write(bytes.bytes().toByteArray());
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return Ending.without("CLOSED");
    } catch (SocketTimeoutException open) {
      return Ending.without("LEFT");
    } catch (SocketException closed) {
      return Ending.without("CLOSED");
    }
  }

  private RawConnection reading(MeshService service) throws IOException {
    RawConnection open = reading.get(service);
    if (open != null && !open.over()) {
      return open;
    }
    if (open != null) {
      open.close();
    }
    RawConnection opened = RawConnection.reading(port(service));
    reading.put(service, opened);
    return opened;
  }

  /** A connection that holds some forgotten calls; one that holds many is closed for another. */
  private RawConnection forgotten(MeshService service) throws IOException {
    Forgotten open = forgotten.get(service);
    if (open == null || open.connection.over() || open.calls >= MOST_FORGOTTEN) {
      if (open != null) {
        open.connection.close();
      }
      open = new Forgotten(RawConnection.neverReading(port(service)));
      forgotten.put(service, open);
    }
    open.calls++;
    return open.connection;
  }

  private int port(MeshService service) {
    Integer port = ports.get(service);
    if (port == null) {
      throw new IllegalStateException("no port of " + service);
    }
    return port;
  }

  @Override
  public void close() throws IOException {
    for (RawConnection connection : reading.values()) {
      connection.close();
    }
    for (Forgotten calls : forgotten.values()) {
      calls.connection.close();
    }
  }
}
