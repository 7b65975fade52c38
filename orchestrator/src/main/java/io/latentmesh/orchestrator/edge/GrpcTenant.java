package io.latentmesh.orchestrator.edge;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import java.util.List;

/**
 * Whose call it is: what the header {@code latentmesh-tenant} says, put into the call's context.
 * Believes whoever calls; where callers are not trusted, {@link GrpcAccess} is to be used instead,
 * or a proxy in front has to set the header.
 */
public final class GrpcTenant implements ServerInterceptor {
  static final String HEADER = "latentmesh-tenant";
  private static final int MAX_LENGTH = 128;
  static final Metadata.Key<String> KEY = Metadata.Key.of(HEADER, Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<String> TENANT = Context.keyWithDefault(HEADER, "");

  /** Of the current call; empty when it names none. */
  static String current() {
    return TENANT.get();
  }

  /** The context of a call whose tenant is known otherwise. */
  static Context of(String tenant, Context call) {
    return call.withValue(TENANT, tenant);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    String tenant = headers.get(KEY);
    if (tenant == null) {
      return next.startCall(call, headers);
    }
    check(tenant);
    return Contexts.interceptCall(Context.current().withValue(TENANT, tenant), call, headers, next);
  }

  private static void check(String tenant) {
    if (tenant.length() > MAX_LENGTH) {
      throw refusal(
          "must have at most %d characters, has %d".formatted(MAX_LENGTH, tenant.length()));
    }
    if (!tenant.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw refusal(
          "must be printable ASCII, got \"%s\"".formatted(tenant.replaceAll("[^ -~]", "?")));
    }
  }

  private static ServiceException refusal(String problem) {
    return ServiceException.invalidArgument(List.of(new FieldViolation(HEADER, problem)));
  }
}
