package io.latentmesh.serving.tls;

import io.grpc.util.CertificateUtils;
import io.latentmesh.serving.files.UnusableFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates and keys as they lie in PEM files. */
final class Pem {
  private Pem() {}

  /** All certificates of a file, at least one. */
  static List<X509Certificate> certificates(Path file, byte[] content)
      throws UnusableFileException {
    try {
      var found = List.of(CertificateUtils.getX509Certificates(new ByteArrayInputStream(content)));
      if (found.isEmpty()) {
        throw new UnusableFileException(file + ": must hold a certificate, holds none");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new UnusableFileException(
          file + ": must be certificates in PEM form: " + e.getMessage(), e);
    }
  }

  /** What went wrong inside is not told: it may quote the key. */
  static PrivateKey key(Path file, byte[] content) throws UnusableFileException {
    try {
      return CertificateUtils.getPrivateKey(new ByteArrayInputStream(content));
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new UnusableFileException(
          file + ": must be a private key in PEM form (PKCS #8, not encrypted)");
    }
  }
}
