package io.latentmesh.serving;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A name service in the test's hand, target {@code fake:///}: it answers when it is asked. */
final class FakeName extends NameResolverProvider implements AutoCloseable {
  private final AtomicInteger asked = new AtomicInteger();
  private volatile List<EquivalentAddressGroup> addresses = List.of();

  FakeName() {
    NameResolverRegistry.getDefaultRegistry().register(this);
  }

  void names(GrpcProcess... processes) {
    addresses =
        Arrays.stream(processes)
            .map(p ->
                new EquivalentAddressGroup(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), p.port())))
            .toList();
  }

  /** Times it was asked after the first. */
  int askedAgain() {
    return asked.get();
  }

  @Override
  public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args arguments) {
    return new Answers();
  }

  @Override
  public String getDefaultScheme() {
    return "fake";
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return 5;
  }

  @Override
  public void close() {
    NameResolverRegistry.getDefaultRegistry().deregister(this);
  }

  private final class Answers extends NameResolver {
    private @Nullable Listener2 listener;

    @Override
    public String getServiceAuthority() {
      return "fake";
    }

    @Override
    public void start(Listener2 told) {
      listener = told;
      answer();
    }

    @Override
    public void refresh() {
      asked.incrementAndGet();
      answer();
    }

    @Override
    public void shutdown() {}

    private void answer() {
      if (listener != null) {
        listener.onResult(
            ResolutionResult.newBuilder()
                .setAddressesOrError(StatusOr.fromValue(addresses))
                .build());
      }
    }
  }
}
