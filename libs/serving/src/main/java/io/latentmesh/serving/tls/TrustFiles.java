package io.latentmesh.serving.tls;

import io.grpc.util.AdvancedTlsX509TrustManager;
import io.latentmesh.serving.files.FileContents;
import io.latentmesh.serving.files.UnusableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Who may sign the other end's certificate, for handshakes from now on. */
final class TrustFiles implements FileContents {
  private final Path file;
  private final AdvancedTlsX509TrustManager trust;
  private volatile Instant expiry = Instant.EPOCH;

  TrustFiles(Path file) {
    this.file = file;
    try {
      this.trust = AdvancedTlsX509TrustManager.newBuilder().build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("nothing is read yet that could fail", e);
    }
  }

  List<Path> files() {
    return List.of(file);
  }

  AdvancedTlsX509TrustManager trust() {
    return trust;
  }

  /** When the last of them expires: a bundle keeps old ones while new ones come. */
  Instant expiry() {
    return expiry;
  }

  @Override
  public void use(List<byte[]> contents) throws UnusableFileException {
    List<X509Certificate> authorities = Pem.certificates(file, contents.getFirst());
    try {
      trust.updateTrustCredentials(authorities.toArray(X509Certificate[]::new));
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new UnusableFileException(file + ": cannot be used: " + e.getMessage());
    }
    expiry =
        authorities.stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .max(Instant::compareTo)
            .orElseThrow();
  }
}
