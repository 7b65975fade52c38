package io.latentmesh.standalone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Settings of the services behind the orchestrator, which share its process: whatever the
 * orchestrator listens on, they are on loopback, and nobody needs them from outside.
 */
final class InnerTiers {
  private static final String SERVER = "latentmesh.server.";
  private static final String PEER_CA = "latentmesh.peers.unet.tls.ca";
  private static final List<String> CERTIFICATES =
      List.of("certificate", "key", "client-ca", "allowed-identities");

  private InnerTiers() {}

  /**
   * What they get in place of the orchestrator's settings.
   *
   * @param overrides of the whole mesh, by full name
   */
  static Map<String, String> settings(
      Path model, Map<String, String> overrides, Map<String, String> environment) {
    Map<String, String> own = new HashMap<>();
    own.put("latentmesh.model.path", model.toString());
    own.put(SERVER + "host", "127.0.0.1");
    own.put(SERVER + "port", "0");
    own.put(SERVER + "health-port", "-1");
    own.put(SERVER + "plaintext", "false");
    if (!overrides.containsKey(PEER_CA) && !environment.containsKey(variable(PEER_CA))) {
      // The orchestrator will come in plaintext: an empty value takes the certificates away.
      CERTIFICATES.forEach(setting -> own.put(SERVER + "tls." + setting, ""));
    }
    return own;
  }

  private static String variable(String setting) {
    return setting.toUpperCase(Locale.ROOT).replace('.', '_');
  }
}
