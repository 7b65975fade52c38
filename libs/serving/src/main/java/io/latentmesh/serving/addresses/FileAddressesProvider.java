package io.latentmesh.serving.addresses;

import io.grpc.NameResolver;
import io.grpc.NameResolver.Args;
import io.grpc.NameResolverProvider;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds {@code file:///} targets; gRPC finds this class through its service file. */
public final class FileAddressesProvider extends NameResolverProvider {
  private static final String SCHEME = "file";
  private static final int ORDINARY_PRIORITY = 5;

  @Override
  public @Nullable NameResolver newNameResolver(URI target, Args arguments) {
    return SCHEME.equals(target.getScheme()) ? new FileAddresses(path(target), arguments) : null;
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

  private static Path path(URI target) {
    String path = target.getPath();
    if (target.getAuthority() != null || path == null || path.length() < 2) {
      throw new IllegalArgumentException("must be file:///absolute/path, was '" + target + "'");
    }
    return Path.of(path);
  }
}
