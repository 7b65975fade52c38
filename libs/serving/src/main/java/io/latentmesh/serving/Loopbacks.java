package io.latentmesh.serving;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;

/** Which hosts never leave this machine. */
public final class Loopbacks {
  private Loopbacks() {}

  /** Whether a server on this host is reached from this machine alone. */
  static boolean listens(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // Listening there fails by name, later.
    }
  }

  /**
   * Whether all that the target names is on this machine. Names are not looked up, except {@code
   * localhost}: who answers for them may change.
   */
  public static boolean reaches(String target) {
    int scheme = target.indexOf(":///");
    String kind = scheme < 0 ? "dns" : target.substring(0, scheme).toLowerCase(Locale.ROOT);
    String addresses = scheme < 0 ? target : target.substring(scheme + 4);
    return switch (kind) {
      case "dns", "static" -> Arrays.stream(addresses.split(",", -1)).allMatch(Loopbacks::isHere);
      case "unix" -> true;
      default -> target.startsWith("unix:");
    };
  }

  private static boolean isHere(String address) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 || address.endsWith("]") ? address : address.substring(0, colon);
    return host.equals("localhost") || (isLiteral(host) && listens(host));
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || host.matches("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+");
  }
}
