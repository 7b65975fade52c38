package io.latentmesh.bench.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between one client and one server and counts the bytes of their connection. */
final class CountingRelay implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ServerSocket door;
  private final int port;
  private final AtomicLong bytes = new AtomicLong();

  private CountingRelay(ServerSocket door, int port) {
    this.door = door;
    this.port = port;
  }

  /** A relay to {@code address}, host:port on the loopback interface, for one connection. */
  static CountingRelay to(String address) throws IOException {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    var relay = new CountingRelay(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), port);
    Thread.ofVirtual().start(relay::connect);
    return relay;
  }

  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** Bytes so far, both ways, headers of HTTP/2 included, those of TCP not. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  private void connect() {
    try (Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread up = Thread.ofVirtual().start(() -> pump(client, server));
      pump(server, client);
      up.join();
    } catch (IOException _) {
      return; // closed: nobody wants to be relayed any more
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream input = from.getInputStream();
        OutputStream output = to.getOutputStream()) {
      int read = input.read(buffer);
      while (read >= 0) {
        bytes.addAndGet(read);
        output.write(buffer, 0, read);
        read = input.read(buffer);
      }
    } catch (IOException _) {
      return; // one side has closed: so does the other
    }
  }
}
