package io.latentmesh.orchestrator.edge;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status.Code;
import io.latentmesh.orchestrator.access.Access;
import io.latentmesh.orchestrator.access.Grant;
import io.latentmesh.orchestrator.edge.AccessMeters.Refused;
import io.latentmesh.orchestrator.peer.GrpcPriorities;
import io.latentmesh.orchestrator.stage.Priority;
import io.latentmesh.serving.ServiceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets in calls that bring a token ({@code authorization: Bearer TOKEN}), as calls of the token's
 * tenant. The header {@code latentmesh-tenant} may be there, but must say the same: a client that
 * believes to work for somebody else is told so.
 */
public final class GrpcAccess implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";
  private static final Context.Key<Holder> HOLDER = Context.key("latentmesh-token");

  private final Access access;
  private final AccessMeters meters;

  public GrpcAccess(Access access, AccessMeters meters) {
    this.access = access;
    this.meters = meters;
  }

  /** Whose call it is. */
  private record Holder(Grant grant, AccessMeters meters) {}

  /** What the current call's token allows; empty where calls need none. */
  public static Optional<Grant> current() {
    return Optional.ofNullable(HOLDER.get()).map(Holder::grant);
  }

  /**
   * The class of urgency that the current call gets. One that names none gets what its token
   * allows.
   *
   * @throws ServiceException PERMISSION_DENIED if it asks for more than that
   */
  static Priority priority(io.latentmesh.v1.Priority asked) {
    Priority wanted = GrpcPriorities.priority(asked);
    Holder holder = HOLDER.get();
    if (holder == null || wanted.compareTo(holder.grant().highest()) <= 0) {
      return wanted;
    }
    if (asked == io.latentmesh.v1.Priority.PRIORITY_UNSPECIFIED) {
      return holder.grant().highest();
    }
    holder.meters().refused(Refused.PRIORITY);
    throw ServiceException.of(
        Code.PERMISSION_DENIED,
        "PRIORITY_NOT_ALLOWED",
        "priority: must be at most %s for token \"%s\", was %s"
            .formatted(holder.grant().highest(), holder.grant().name(), wanted));
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    Grant grant = grant(headers.get(AUTHORIZATION));
    requireTenant(headers.get(GrpcTenant.KEY), grant);
    Context context =
        GrpcTenant.of(grant.tenant(), Context.current())
            .withValue(HOLDER, new Holder(grant, meters));
    return Contexts.interceptCall(context, call, headers, next);
  }

  private Grant grant(@Nullable String authorization) {
    if (authorization == null) {
      meters.refused(Refused.TOKEN_MISSING);
      throw ServiceException.of(
          Code.UNAUTHENTICATED,
          "TOKEN_MISSING",
          "The header authorization must be there, with a Bearer token");
    }
    boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    Optional<Grant> grant =
        bearer ? access.find(authorization.substring(SCHEME.length()).strip()) : Optional.empty();
    return grant.orElseThrow(() -> {
      meters.refused(Refused.TOKEN_UNKNOWN);
      return ServiceException.of(
          Code.UNAUTHENTICATED,
          "TOKEN_UNKNOWN",
          "The header authorization must be Bearer and a token that this server knows");
    });
  }

  private void requireTenant(@Nullable String tenant, Grant grant) {
    if (tenant != null && !tenant.equals(grant.tenant())) {
      meters.refused(Refused.TENANT);
      throw ServiceException.of(
          Code.PERMISSION_DENIED,
          "TENANT_NOT_ALLOWED",
          "%s: must be \"%s\" for token \"%s\", or absent"
              .formatted(GrpcTenant.HEADER, grant.tenant(), grant.name()));
    }
  }
}
