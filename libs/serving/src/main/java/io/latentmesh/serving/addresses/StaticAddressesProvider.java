package io.latentmesh.serving.addresses;

import io.grpc.NameResolver;
import io.grpc.NameResolver.Args;
import io.grpc.NameResolverProvider;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds {@code static:///} targets; gRPC finds this class through its service file. */
public final class StaticAddressesProvider extends NameResolverProvider {
  private static final String SCHEME = "static";
  private static final int ORDINARY_PRIORITY = 5;

  @Override
  public @Nullable NameResolver newNameResolver(URI target, Args arguments) {
    return SCHEME.equals(target.getScheme()) ? new StaticAddresses(addresses(target)) : null;
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
    return List.of(InetSocketAddress.class);
  }

  private static List<InetSocketAddress> addresses(URI target) {
    return Stream.of(target.getPath().substring(1).split(",", -1)).map(HostPort::parse).toList();
  }
}
