package io.latentmesh.bench.containers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * Passes connections on to another port of loopback, each way a while late; what is sent later is
 * not later for that. A program of its own, which needs nothing but this package's classes and runs
 * until it is ended.
 */
final class SlowRelay implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Duration delay;

  private SlowRelay(ServerSocket server, int target, Duration delay) {
    this.server = server;
    this.target = target;
    this.delay = delay;
  }

  /** Arguments: port to listen on, port to pass on to, delay in milliseconds. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SlowRelay relay =
        listen(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Duration.ofMillis(Long.parseLong(arguments[2])));
    System.out.println("listens on " + relay.port());
    Thread.currentThread().join();
  }

  /**
   * Listens on all addresses.
   *
   * @param port 0 for a free one
   */
  static SlowRelay listen(int port, int target, Duration delay) throws IOException {
    SlowRelay relay = new SlowRelay(new ServerSocket(port), target, delay);
    Thread.ofVirtual().start(relay::acceptAll);
    return relay;
  }

  int port() {
    return server.getLocalPort();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket from = server.accept();
        Thread.ofVirtual().start(() -> pass(from));
      }
    } catch (IOException closed) {
      // the end, as asked for
    }
  }

  private void pass(Socket from) {
    try (from;
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target)) {
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> new DelayedBytes(delay).pass(to, from));
      new DelayedBytes(delay).pass(from, to);
      back.join();
    } catch (IOException broken) {
      // both ends are closed, which is all that either can be told
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
