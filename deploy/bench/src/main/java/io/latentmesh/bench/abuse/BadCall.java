package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One bad call. Everything about it follows from the seed of the run and its number. */
sealed interface BadCall {
  long number();

  Kind kind();

  MeshService service();

  /** A call of a gRPC client whose messages are bytes. */
  record OfMessages(long number, Kind kind, Method method, List<ByteString> messages, Manner manner)
      implements BadCall {
    public OfMessages {
      messages = List.copyOf(messages);
    }

    @Override
    public MeshService service() {
      return method.service();
    }
  }

  /** Frames that no gRPC client would write. */
  record OfFrames(long number, Kind kind, MeshService service, Act act) implements BadCall {}

  /** A method as a client believes it to be. */
  record Method(MeshService service, String path, MethodType type) {
    static Method of(MeshMethod method) {
      return new Method(method.service(), method.path(), method.type());
    }
  }

  /** How a gRPC client behaves while it calls. */
  sealed interface Manner {
    /** Half-closes and waits. */
    record Polite() implements Manner {}

    /** Compresses its messages. */
    record Compressing() implements Manner {}

    /** Sends these headers; a name that ends in {@code -bin} takes its value as bytes. */
    record WithHeaders(Map<String, String> headers) implements Manner {
      public WithHeaders {
        headers = Map.copyOf(headers);
      }
    }

    /** Cancels so long after it has begun. */
    record Cancelling(Duration after) implements Manner {}

    /** Gives up so long after it has begun. */
    record Expiring(Duration after) implements Manner {}
  }

  /** What a client does with a connection. */
  sealed interface Act {
    /** Sends headers and one DATA frame, and ends the stream. */
    record Request(List<Header> headers, ByteString data) implements Act {
      public Request {
        headers = List.copyOf(headers);
      }
    }

    /** Begins a call and resets it at once. */
    record Reset(String path) implements Act {}

    /** Begins a call and forgets it. */
    record Forget(String path) implements Act {}

    /** Calls, and allows not one byte of an answer. */
    record NeverRead(String path, ByteString data) implements Act {}

    /** Sends bytes where frames of a connection are expected. */
    record Frames(ByteString bytes) implements Act {}

    /** Sends bytes on a connection that is not HTTP/2. */
    record Bytes(ByteString bytes) implements Act {}
  }

  /** A header as it stands on the wire. */
  record Header(String name, String value) {}
}
