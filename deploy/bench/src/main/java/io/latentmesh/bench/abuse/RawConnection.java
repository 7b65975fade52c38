package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.latentmesh.bench.abuse.BadCall.Header;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection that sends the HTTP/2 frames it is told to (RFC 9113) and understands the answers.
 * One thread.
 */
final class RawConnection implements AutoCloseable {
  /** How a call ended that was not answered in time. */
  static final String SILENT = "SILENT";

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_FRAME_BYTES = 16_384;
  private static final int LARGE_WINDOW = 1 << 30;
  private static final int WINDOW_SETTING = 4;
  private static final int MOST_STREAM = 1 << 30;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int CANCEL = 8;

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);
  private int stream = -1;
  private boolean over;

  private RawConnection(int port, int window) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    var hello = new ByteArrayOutputStream();
    hello.writeBytes(PREFACE);
    var setting = new ByteArrayOutputStream();
    var out = new DataOutputStream(setting);
    out.writeShort(WINDOW_SETTING);
    out.writeInt(window);
    hello.writeBytes(frame(FrameType.SETTINGS, 0, 0, setting.toByteArray()));
    if (window > 0) {
      hello.writeBytes(frame(FrameType.WINDOW_UPDATE, 0, 0, number(LARGE_WINDOW)));
    }
    socket.getOutputStream().write(hello.toByteArray());
  }

  /** A connection whose client reads what comes. */
  static RawConnection reading(int port) throws IOException {
    return new RawConnection(port, LARGE_WINDOW);
  }

  /** A connection whose client allows not one byte of any answer. */
  static RawConnection neverReading(int port) throws IOException {
    return new RawConnection(port, 0);
  }

  /** Whether nothing more can be asked on it. */
  boolean over() {
    return over || stream > MOST_STREAM;
  }

  /** Begins a call and returns its stream. */
  int begin(List<Header> of) throws IOException {
    stream += 2;
    byte[] block = Headers.block(of);
    write(frame(FrameType.HEADERS, END_HEADERS, stream, block));
    return stream;
  }

  /** Sends all data of a call and ends its stream. */
  void end(int of, ByteString data) throws IOException {
    var frames = new ByteArrayOutputStream();
    int sent = 0;
    do {
      int size = Math.min(MAX_FRAME_BYTES, data.size() - sent);
      byte[] part = data.substring(sent, sent + size).toByteArray();
      sent += size;
      frames.writeBytes(frame(FrameType.DATA, sent == data.size() ? END_STREAM : 0, of, part));
    } while (sent < data.size());
    write(frames.toByteArray());
  }

  void reset(int of) throws IOException {
    write(frame(FrameType.RST_STREAM, 0, of, number(CANCEL)));
  }

  void write(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException closed) {
      over = true; // What was answered before can still be read.
    }
  }

  /** Reads until the call has ended, or the connection has. */
  Ending ending(int of, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          return Ending.without(SILENT);
        }
        socket.setSoTimeout((int) left);
        Ending ending = read(of);
        if (ending != null) {
          return ending;
        }
      }
    } catch (SocketTimeoutException late) {
      return Ending.without(SILENT);
    } catch (EOFException | SocketException closed) {
      over = true;
      return Ending.without("CLOSED");
    }
  }

  private @Nullable Ending read(int of) throws IOException {
    int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int from = in.readInt();
    byte[] payload = in.readNBytes(length);
    return switch (FrameType.of(type)) {
      case HEADERS -> headers(of, from, flags, payload);
      case RST_STREAM -> from == of ? Ending.without("RESET_" + payload[3]) : null;
      case GOAWAY -> {
        over = true;
        yield payload[7] == 0 ? null : Ending.without("GOAWAY_" + payload[7]);
      }
      case SETTINGS -> acknowledge(FrameType.SETTINGS, flags, new byte[0]);
      case PING -> acknowledge(FrameType.PING, flags, payload);
      case DATA -> from == of && (flags & END_STREAM) != 0 ? Ending.without("HTTP_ERROR") : null;
      case PRIORITY, PUSH_PROMISE, WINDOW_UPDATE, CONTINUATION -> null;
    };
  }

  private @Nullable Ending acknowledge(FrameType type, int flags, byte[] payload)
      throws IOException {
    if ((flags & ACK) == 0) {
      write(frame(type, ACK, 0, payload));
    }
    return null;
  }

  /** All are decoded, since each changes what the next ones mean; those of one call count. */
  private @Nullable Ending headers(int of, int from, int flags, byte[] block) throws IOException {
    Http2Headers decoded;
    try {
      decoded = headers.decodeHeaders(from, Unpooled.wrappedBuffer(block));
    } catch (Http2Exception unreadable) {
      throw new IOException(unreadable);
    }
    if (from != of || (flags & END_STREAM) == 0) {
      return null;
    }
    CharSequence status = decoded.get("grpc-status");
    if (status == null) {
      return Ending.without("HTTP_" + decoded.status());
    }
    CharSequence message = decoded.get("grpc-message");
    return Ending.of(
        code(status.toString()),
        decoded.contains("grpc-status-details-bin"),
        message == null ? "" : message.toString());
  }

  private static Code code(String status) {
    return io.grpc.Status.fromCodeValue(Integer.parseInt(status)).getCode();
  }

  private static byte[] number(int value) {
    return java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] frame(FrameType type, int flags, int stream, byte[] payload)
      throws IOException {
    var frame = new ByteArrayOutputStream(payload.length + 9);
    var out = new DataOutputStream(frame);
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type.number());
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    return frame.toByteArray();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
