package io.latentmesh.serving;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client that sends the HTTP/2 frames it is told to, however rude (RFC 9113, section 6). */
final class RawHttp2 implements AutoCloseable {
  static final int ENHANCE_YOUR_CALM = 0xb;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] PING = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
  private static final int PING_TYPE = 6;
  private static final int GOAWAY_TYPE = 7;

  private final Socket socket;
  private final DataInputStream in;

  RawHttp2(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    in = new DataInputStream(socket.getInputStream());
    socket.getOutputStream().write(PREFACE);
    socket.getOutputStream().write(NO_SETTINGS);
  }

  /** What a peer answers to pings, sooner or later. */
  sealed interface Answer {
    record Pong() implements Answer {}

    record GoAway(int errorCode, String text) implements Answer {}
  }

  void ping() throws IOException {
    socket.getOutputStream().write(PING);
  }

  /** The next answer, or null if there is none within {@code patience}. */
  @Nullable Answer next(Duration patience) throws IOException {
    socket.setSoTimeout((int) patience.toMillis());
    try {
      while (true) {
        Answer answer = frame();
        if (answer != null) {
          return answer;
        }
      }
    } catch (SocketTimeoutException silence) {
      return null;
    }
  }

  private @Nullable Answer frame() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    in.skipNBytes(5); // Flags and stream.
    byte[] payload = in.readNBytes(length);
    return switch (type) {
      case PING_TYPE -> new Answer.Pong();
      case GOAWAY_TYPE ->
          new Answer.GoAway(
              payload[7], new String(payload, 8, length - 8, StandardCharsets.US_ASCII));
      default -> null;
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
