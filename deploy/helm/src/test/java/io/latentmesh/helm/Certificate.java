package io.latentmesh.helm;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** The fields of cert-manager's {@code cert-manager.io/v1} that the chart may use. */
record Certificate(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
  record Spec(
      String secretName,
      String duration,
      String renewBefore,
      List<String> dnsNames,
      List<String> usages,
      PrivateKey privateKey,
      Issuer issuerRef) {
    Spec {
      dnsNames = List.copyOf(dnsNames);
      usages = List.copyOf(usages);
    }
  }

  record PrivateKey(String algorithm, int size, String encoding, String rotationPolicy) {}

  record Issuer(String name, String kind, String group) {}
}
