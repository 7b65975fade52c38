package io.latentmesh.serving.tls;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.latentmesh.serving.files.FileContents;
import io.latentmesh.serving.files.UnusableFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate and its key, for handshakes from now on. A pair that does not belong together, as
 * it looks in the middle of a change, or that has expired is refused.
 */
final class IdentityFiles implements FileContents {
  private final Path certificateFile;
  private final Path keyFile;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private volatile Instant expiry = Instant.EPOCH;

  IdentityFiles(Path certificateFile, Path keyFile) {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
  }

  List<Path> files() {
    return List.of(certificateFile, keyFile);
  }

  AdvancedTlsX509KeyManager keys() {
    return keys;
  }

  /** When the first certificate of the chain expires. */
  Instant expiry() {
    return expiry;
  }

  @Override
  public void use(List<byte[]> contents) throws UnusableFileException {
    List<X509Certificate> chain = Pem.certificates(certificateFile, contents.getFirst());
    PrivateKey key = Pem.key(keyFile, contents.getLast());
    requireValid(chain.getFirst());
    if (!KeyPairCheck.match(key, chain.getFirst().getPublicKey())) {
      throw new UnusableFileException(
          keyFile + ": must be the key of the certificate in " + certificateFile + ", is another");
    }
    install(chain, key);
    expiry =
        chain.stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .min(Instant::compareTo)
            .orElseThrow();
  }

  private void install(List<X509Certificate> chain, PrivateKey key) throws UnusableFileException {
    try {
      keys.updateIdentityCredentials(chain.toArray(X509Certificate[]::new), key);
    } catch (RuntimeException e) {
      throw new UnusableFileException(certificateFile + ": cannot be used: " + e.getMessage(), e);
    }
  }

  private void requireValid(X509Certificate certificate) throws UnusableFileException {
    try {
      certificate.checkValidity();
    } catch (CertificateException e) {
      throw new UnusableFileException(
          "%s: must be valid now, is valid from %s to %s"
              .formatted(
                  certificateFile,
                  certificate.getNotBefore().toInstant(),
                  certificate.getNotAfter().toInstant()),
          new GeneralSecurityException(e));
    }
  }
}
