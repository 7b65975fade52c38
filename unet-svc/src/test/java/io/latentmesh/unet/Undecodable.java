package io.latentmesh.unet;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.latentmesh.v1.DenoiseRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A client that sends a request without contents as bytes that are no message. */
final class Undecodable implements ClientInterceptor {
  private static final byte[] NO_MESSAGE = {(byte) 0xff};

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    MethodDescriptor<ReqT, RespT> raw =
        method.toBuilder(
                new Marshaller<>(method.getRequestMarshaller()), method.getResponseMarshaller())
            .build();
    return next.newCall(raw, options);
  }

  private record Marshaller<T>(MethodDescriptor.Marshaller<T> usual)
      implements MethodDescriptor.Marshaller<T> {
    @Override
    public InputStream stream(T request) {
      return request.equals(DenoiseRequest.getDefaultInstance())
          ? new ByteArrayInputStream(NO_MESSAGE)
          : usual.stream(request);
    }

    @Override
    public T parse(InputStream stream) {
      return usual.parse(stream);
    }
  }
}
