package io.latentmesh.serving;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.latentmesh.serving.tls.Identities;
import java.util.List;
import java.util.Set;

/** Lets in whom the settings name, by what the client's certificate says. */
final class AllowedCallers implements ServerInterceptor {
  private final Set<String> allowed;

  /**
   * @param allowed DNS names and URIs, compared as they are
   */
  AllowedCallers(List<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    List<String> identities = Identities.of(call.getAttributes());
    if (identities.stream().noneMatch(allowed::contains)) {
      throw ServiceException.of(
          Status.Code.PERMISSION_DENIED,
          "CALLER_NOT_ALLOWED",
          "The caller's certificate must be one of those that this server allows, it names "
              + (identities.isEmpty() ? "nobody" : String.join(", ", identities)));
    }
    return next.startCall(call, headers);
  }
}
