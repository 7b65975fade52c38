package io.latentmesh.serving.identity;

import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.function.LongSupplier;

/** Puts the ids of an incoming call into its context. Thread-safe. */
public final class IncomingIds implements ServerInterceptor {
  private final LongSupplier random;

  /**
   * @param random any 64 bits at each call, on any thread
   */
  public IncomingIds(LongSupplier random) {
    this.random = random;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return Contexts.interceptCall(Headers.read(headers, random).inContext(), call, headers, next);
  }
}
