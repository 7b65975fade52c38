package io.latentmesh.serving;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client that sends the HTTP/2 frames it is told to, however rude (RFC 9113, section 6). */
final class RawHttp2 implements AutoCloseable {
  static final int ENHANCE_YOUR_CALM = 0xb;
  static final int REFUSED_STREAM = 0x7;

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] PING = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] SETTINGS_ACK = {0, 0, 0, 4, 1, 0, 0, 0, 0};
  private static final int HEADERS_TYPE = 1;
  private static final int END_OF_HEADERS = 4;
  private static final int RESET_TYPE = 3;
  private static final int CANCEL = 8;
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

  /** A client that has said nothing yet, not even that it speaks HTTP/2. */
  static Socket silent(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /** What a peer answers to rudeness, sooner or later. */
  sealed interface Answer {
    record Pong() implements Answer {}

    record GoAway(int errorCode, String text) implements Answer {}

    record Reset(int stream, int errorCode) implements Answer {}

    record Closed() implements Answer {}
  }

  void ping() throws IOException {
    socket.getOutputStream().write(PING);
  }

  /** Says that the server's settings are known. */
  void acknowledge() throws IOException {
    socket.getOutputStream().write(SETTINGS_ACK);
  }

  /**
   * Begins a call and leaves it open.
   *
   * @param stream odd, and above those before
   * @param path of the method, at most 126 bytes
   */
  void call(int stream, String path) throws IOException {
    var block = new ByteArrayOutputStream();
    block.write(0x83); // :method POST, of the static table (RFC 7541, appendix A)
    block.write(0x86); // :scheme http
    literal(block, 0x04, path); // :path
    literal(block, 0x01, "localhost"); // :authority
    block.write(0x0f); // content-type is number 31, in a prefix of four bits
    literal(block, 0x10, "application/grpc");
    block.write(0x00);
    literal(block, 2, null);
    block.writeBytes("te".getBytes(StandardCharsets.US_ASCII));
    literal(block, -1, "trailers");
    write(HEADERS_TYPE, END_OF_HEADERS, stream, block.toByteArray());
  }

  /** Ends a call as a client does that has gone away. */
  void cancel(int stream) throws IOException {
    write(RESET_TYPE, 0, stream, new byte[] {0, 0, 0, CANCEL});
  }

  private static void literal(ByteArrayOutputStream block, int first, @Nullable String value) {
    if (first >= 0) {
      block.write(first);
    }
    if (value != null) {
      block.write(value.length());
      block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void write(int type, int flags, int stream, byte[] payload) throws IOException {
    var frame = new ByteArrayOutputStream();
    var out = new DataOutputStream(frame);
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    socket.getOutputStream().write(frame.toByteArray());
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
    } catch (EOFException | SocketException end) {
      return new Answer.Closed();
    }
  }

  private @Nullable Answer frame() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    in.skipNBytes(1); // Flags.
    int stream = in.readInt();
    byte[] payload = in.readNBytes(length);
    return switch (type) {
      case PING_TYPE -> new Answer.Pong();
      case RESET_TYPE -> new Answer.Reset(stream, payload[3]);
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
