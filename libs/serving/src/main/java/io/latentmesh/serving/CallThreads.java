package io.latentmesh.serving;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * On which thread a call's handler runs: a virtual thread of its own, or the transport's for the
 * services that only enqueue. Health, reflection and channelz run on virtual threads as well, so
 * they never queue behind handlers that block.
 */
final class CallThreads implements ServerCallExecutorSupplier {
  private final Set<String> directServices;
  private final Executor virtualThreads;

  CallThreads(Set<String> directServices, Executor virtualThreads) {
    this.directServices = Set.copyOf(directServices);
    this.virtualThreads = virtualThreads;
  }

  @Override
  public <ReqT, RespT> @Nullable Executor getExecutor(
      ServerCall<ReqT, RespT> call, Metadata headers) {
    String service = call.getMethodDescriptor().getServiceName();
    // Null keeps the server's own executor, which is the transport's thread.
    return service != null && directServices.contains(service) ? null : virtualThreads;
  }
}
