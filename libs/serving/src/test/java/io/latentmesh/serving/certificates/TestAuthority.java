package io.latentmesh.serving.certificates;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates for tests. Thread-safe. */
public final class TestAuthority {
  private static final Duration VALID = Duration.ofDays(1);
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private final X500Principal name;
  private final KeyPair keys = keys();
  private final X509Certificate root;

  public TestAuthority(String name) {
    this.name = new X500Principal("CN=" + name);
    this.root =
        sign(
            builder(
                    this.name,
                    keys,
                    new Validity(Instant.now().minus(VALID), VALID.multipliedBy(3)))
                .with(Extension.basicConstraints, new BasicConstraints(true)));
  }

  /** The certificate that its signatures are checked against, in PEM form. */
  public String certificate() {
    return pem(root);
  }

  /**
   * A certificate that is valid now.
   *
   * @param names DNS names, addresses or URIs, each written as itself
   */
  public TestIdentity issue(String... names) {
    return issue(new Validity(Instant.now().minus(VALID), VALID.multipliedBy(2)), names);
  }

  /** A certificate that was valid once. */
  public TestIdentity issueExpired(String... names) {
    return issue(new Validity(Instant.now().minus(VALID.multipliedBy(2)), VALID), names);
  }

  private TestIdentity issue(Validity validity, String... names) {
    KeyPair own = keys();
    List<GeneralName> alternatives = new ArrayList<>();
    for (String each : names) {
      alternatives.add(new GeneralName(kind(each), each));
    }
    X509Certificate certificate =
        sign(
            builder(new X500Principal("CN=test"), own, validity)
                .with(
                    Extension.subjectAlternativeName,
                    new GeneralNames(alternatives.toArray(GeneralName[]::new))));
    return new TestIdentity(
        pem(certificate), privateKey(own), certificate.getSerialNumber().longValue());
  }

  private static int kind(String name) {
    if (name.contains("://")) {
      return GeneralName.uniformResourceIdentifier;
    }
    return name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
  }

  private record Validity(Instant from, Duration length) {}

  private Draft builder(X500Principal subject, KeyPair own, Validity validity) {
    return new Draft(
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(SERIALS.incrementAndGet()),
            Date.from(validity.from()),
            Date.from(validity.from().plus(validity.length())),
            subject,
            own.getPublic()));
  }

  private record Draft(JcaX509v3CertificateBuilder builder) {
    Draft with(
        org.bouncycastle.asn1.ASN1ObjectIdentifier kind,
        org.bouncycastle.asn1.ASN1Encodable value) {
      try {
        builder.addExtension(kind, true, value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }
  }

  private X509Certificate sign(Draft draft) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              draft
                  .builder()
                  .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String privateKey(KeyPair pair) {
    try {
      return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(Object content) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
