package io.latentmesh.serving.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.serving.certificates.TestAuthority;
import io.latentmesh.serving.certificates.TestIdentity;
import io.latentmesh.serving.files.UnusableFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pairs of certificate and key are taken into use. */
final class IdentityFilesTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("test");

  private final TestIdentity good = AUTHORITY.issue("a.example");
  private final IdentityFiles files = new IdentityFiles(Path.of("tls.crt"), Path.of("tls.key"));

  @Test
  void pair_thatBelongsTogether_isUsed() throws UnusableFileException {
    use(good.certificate(), good.key());
    assertThat(files.expiry()).isAfter(Instant.now());
    assertThat(serial()).isEqualTo(good.serial());
  }

  @Test
  void key_ofAnotherCertificate_isRefusedAndTheFormerStays() throws UnusableFileException {
    use(good.certificate(), good.key());
    TestIdentity other = AUTHORITY.issue("a.example");
    assertThatThrownBy(() -> use(other.certificate(), good.key()))
        .hasMessage("tls.key: must be the key of the certificate in tls.crt, is another");
    assertThat(serial()).isEqualTo(good.serial());
  }

  @Test
  void certificate_thatHasExpired_isRefused() {
    TestIdentity expired = AUTHORITY.issueExpired("a.example");
    assertThatThrownBy(() -> use(expired.certificate(), expired.key()))
        .hasMessageStartingWith("tls.crt: must be valid now, is valid from ");
  }

  @Test
  void certificate_thatIsNone_isRefused() {
    assertThatThrownBy(() -> use("nonsense", good.key()))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageStartingWith("tls.crt: must ");
  }

  @Test
  void key_thatIsNone_isRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> use(good.certificate(), "hunter2"))
        .hasMessage("tls.key: must be a private key in PEM form (PKCS #8, not encrypted)");
  }

  private void use(String certificate, String key) throws UnusableFileException {
    files.use(List.of(certificate.getBytes(UTF_8), key.getBytes(UTF_8)));
  }

  private long serial() {
    String alias = files.keys().chooseEngineServerAlias("EC", null, null);
    return files.keys().getCertificateChain(alias)[0].getSerialNumber().longValue();
  }
}
