package io.latentmesh.orchestrator.peer;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolver.Args;
import io.grpc.NameResolverProvider;
import io.grpc.StatusOr;
import io.grpc.inprocess.InProcessSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Targets that list servers of this JVM: {@code in-process-tier:///name,name}. */
final class TierAddresses extends NameResolverProvider {
  static final String SCHEME = "in-process-tier";
  private static final int ORDINARY_PRIORITY = 5;

  @Override
  public @Nullable NameResolver newNameResolver(URI target, Args arguments) {
    if (!SCHEME.equals(target.getScheme())) {
      return null;
    }
    List<EquivalentAddressGroup> replicas =
        Stream.of(target.getPath().substring(1).split(",", -1))
            .map(name -> new EquivalentAddressGroup(new InProcessSocketAddress(name)))
            .toList();
    return new Fixed(replicas);
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return ORDINARY_PRIORITY;
  }

  @Override
  public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
    return List.of(InProcessSocketAddress.class);
  }

  private static final class Fixed extends NameResolver {
    private final List<EquivalentAddressGroup> replicas;

    Fixed(List<EquivalentAddressGroup> replicas) {
      this.replicas = replicas;
    }

    @Override
    public String getServiceAuthority() {
      return "tier";
    }

    @Override
    public void start(Listener2 listener) {
      listener.onResult(
          ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(replicas)).build());
    }

    @Override
    public void shutdown() {}
  }
}
