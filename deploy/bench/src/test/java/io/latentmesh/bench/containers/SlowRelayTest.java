package io.latentmesh.bench.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // set before each test
class SlowRelayTest {
  private static final Duration DELAY = Duration.ofMillis(30);
  private static final int MANY_BYTES = 3_000_000;
  private static final int PATIENCE_MILLIS = 30_000;

  private ServerSocket echo;
  private SlowRelay relay;

  @BeforeEach
  void listen() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::answer);
    relay = SlowRelay.listen(0, echo.getLocalPort(), DELAY);
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    echo.close();
  }

  @Test
  void oneByte_comesBackAfterBothDelays() throws IOException {
    try (Socket client = client(relay)) {
      long sent = System.nanoTime();
      client.getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
      assertThat(System.nanoTime() - sent).isGreaterThanOrEqualTo(2 * DELAY.toNanos());
    }
  }

  @Test
  void manyBytes_comeBackInOrder_andThenTheEnd() throws Exception {
    byte[] sent = new byte[MANY_BYTES];
    new Random(1).nextBytes(sent);
    try (Socket client = client(relay)) {
      Thread sender = Thread.ofVirtual().start(() -> send(client, sent));
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
      sender.join();
    }
  }

  @Test
  void noOneListens_connectionEnds() throws IOException {
    int free;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = unused.getLocalPort();
    }
    try (SlowRelay toNoOne = SlowRelay.listen(0, free, DELAY);
        Socket client = client(toNoOne)) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static Socket client(SlowRelay relay) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), relay.port());
    client.setSoTimeout(PATIENCE_MILLIS);
    return client;
  }

  private void answer() {
    try (Socket peer = echo.accept()) {
      peer.getInputStream().transferTo(peer.getOutputStream());
    } catch (IOException closed) {
      // by the test
    }
  }

  private static void send(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
      client.shutdownOutput();
    } catch (IOException broken) {
      // what arrives is compared
    }
  }
}
