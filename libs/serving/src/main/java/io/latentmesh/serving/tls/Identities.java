package io.latentmesh.serving.tls;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What the other end of a connection is called by those whom this end trusts. */
public final class Identities {
  /** Kinds of subject alternative names (RFC 5280, section 4.2.1.6): dNSName and URI. */
  private static final Set<Integer> KINDS = Set.of(2, 6);

  private Identities() {}

  /**
   * DNS names and URIs of the peer's certificate; empty without TLS or certificate.
   *
   * @param connection attributes of a server's call
   */
  public static List<String> of(Attributes connection) {
    SSLSession session = connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return List.of();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate own ? names(own) : List.of();
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // The client has shown no certificate.
    }
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.getFirst() instanceof Integer kind && KINDS.contains(kind))
              .map(name -> String.valueOf(name.getLast()))
              .toList();
    } catch (CertificateParsingException e) {
      return List.of(); // Who cannot be named is nobody.
    }
  }
}
