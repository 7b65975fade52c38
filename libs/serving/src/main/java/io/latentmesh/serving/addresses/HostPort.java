package io.latentmesh.serving.addresses;

import io.grpc.EquivalentAddressGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses written {@code host:port}. */
final class HostPort {
  private HostPort() {}

  /**
   * The address, not looked up; an IPv6 host stands in brackets.
   *
   * @throws IllegalArgumentException naming the text, if it is no address
   */
  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("must be host:port, was '" + text + "'");
    }
    return InetSocketAddress.createUnresolved(
        text.substring(0, colon), port(text.substring(colon + 1)));
  }

  /** Looks the host up. An unknown one stays unresolved, and connecting to it fails by name. */
  static EquivalentAddressGroup lookUp(InetSocketAddress address) {
    try {
      return new EquivalentAddressGroup(
          new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort()));
    } catch (UnknownHostException unknown) {
      return new EquivalentAddressGroup(address);
    }
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException("a port must be a number, was '" + text + "'", malformed);
    }
  }
}
