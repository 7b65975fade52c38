package io.latentmesh.serving.addresses;

import io.grpc.NameResolver;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.util.List;

/** Names a fixed list of addresses, once. */
final class StaticAddresses extends NameResolver {
  private final List<InetSocketAddress> addresses;

  StaticAddresses(List<InetSocketAddress> addresses) {
    this.addresses = List.copyOf(addresses);
  }

  @Override
  public String getServiceAuthority() {
    return addresses.getFirst().getHostString();
  }

  @Override
  public void start(Listener2 listener) {
    var groups = addresses.stream().map(HostPort::lookUp).toList();
    listener.onResult(
        ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(groups)).build());
  }

  @Override
  public void shutdown() {}
}
