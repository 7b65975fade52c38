package io.latentmesh.serving.certificates;

import java.util.Map;

/** Settings that name the files of a {@link SecretFolder}, without their prefix. */
public final class TlsOptions {
  private TlsOptions() {}

  /** Of a server that asks clients for certificates. */
  public static Map<String, String> server(SecretFolder secret) {
    return Map.of(
        "tls.certificate", secret.certificate().toString(),
        "tls.key", secret.key().toString(),
        "tls.client-ca", secret.ca().toString(),
        "tls.reload-every", "20ms");
  }

  /** Of a client that shows a certificate. */
  public static Map<String, String> peer(SecretFolder secret) {
    return Map.of(
        "tls.ca", secret.ca().toString(),
        "tls.certificate", secret.certificate().toString(),
        "tls.key", secret.key().toString(),
        "tls.reload-every", "20ms");
  }
}
