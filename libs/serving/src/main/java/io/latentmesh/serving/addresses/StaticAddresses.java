package io.latentmesh.serving.addresses;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
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
    List<EquivalentAddressGroup> groups =
        addresses.stream().map(StaticAddresses::resolved).map(EquivalentAddressGroup::new).toList();
    listener.onResult(
        ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(groups)).build());
  }

  @Override
  public void shutdown() {}

  /** An unknown host stays unresolved, and connecting to it fails with its name. */
  private static SocketAddress resolved(InetSocketAddress address) {
    try {
      return new InetSocketAddress(
          InetAddress.getByName(address.getHostString()), address.getPort());
    } catch (UnknownHostException unknown) {
      return address;
    }
  }
}
