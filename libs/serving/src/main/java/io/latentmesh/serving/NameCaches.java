package io.latentmesh.serving;

import java.security.Security;

/**
 * How long this process believes what a name service said. The JVM's 30 s, and gRPC's 30 s on top
 * of it, would hide a replica that has just come up, however often a channel asks.
 */
public final class NameCaches {
  private static final String SECONDS = "2";
  private static final String KEPT = "networkaddress.cache.ttl";
  private static final String UNKNOWN_KEPT = "networkaddress.cache.negative.ttl";
  private static final String JDK_DEFAULT_FOR_UNKNOWN = "10";

  private NameCaches() {}

  /**
   * Keeps answers, also that there is none, for two seconds; what an operator has set stays. The
   * JVM reads it at the first look-up, so a program calls this first.
   */
  public static void keepBriefly() {
    if (Security.getProperty(KEPT) == null && System.getProperty("sun.net.inetaddr.ttl") == null) {
      Security.setProperty(KEPT, SECONDS);
    }
    if (JDK_DEFAULT_FOR_UNKNOWN.equals(Security.getProperty(UNKNOWN_KEPT))) {
      Security.setProperty(UNKNOWN_KEPT, SECONDS);
    }
    if (System.getProperty(KEPT) == null) {
      System.setProperty(KEPT, SECONDS); // gRPC's resolver reads it here.
    }
  }
}
