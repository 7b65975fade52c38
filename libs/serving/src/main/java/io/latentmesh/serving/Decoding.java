package io.latentmesh.serving;

import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.io.InputStream;

/**
 * Moves the decoding of requests behind the interceptors. gRPC decodes ahead of them and closes a
 * call whose bytes are no message as UNKNOWN or INTERNAL; decoded here, they fail like any other
 * bad request.
 */
final class Decoding {
  /**
   * Hands the bytes on as they are. (gRPC's own {@code useInputStreamMessages} buffers them, which
   * hides from the transport that an answer can write itself: one more copy of every tensor.)
   */
  private static final MethodDescriptor.Marshaller<InputStream> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream value) {
          return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
          return stream;
        }
      };

  private Decoding() {}

  static ServerServiceDefinition behindInterceptors(ServerServiceDefinition service) {
    return ServerInterceptors.useMarshalledMessages(service, BYTES);
  }
}
