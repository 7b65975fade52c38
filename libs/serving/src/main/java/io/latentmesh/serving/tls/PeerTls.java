package io.latentmesh.serving.tls;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.latentmesh.serving.files.UnusableFileException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** A client's side of TLS, from its files. */
public final class PeerTls {
  private final ChannelCredentials credentials;
  private final CertificateFiles files;
  private final PeerTlsSettings settings;

  private PeerTls(
      ChannelCredentials credentials, CertificateFiles files, PeerTlsSettings settings) {
    this.credentials = credentials;
    this.files = files;
    this.settings = settings;
  }

  /**
   * Reads the files.
   *
   * @param peer its name, one of few
   * @param settings with a CA
   * @throws UnusableFileException if a file cannot be read or used
   */
  public static PeerTls open(String peer, PeerTlsSettings settings, MeterRegistry registry)
      throws UnusableFileException {
    var files = new CertificateFiles(registry);
    TlsChannelCredentials.Builder credentials =
        TlsChannelCredentials.newBuilder()
            .trustManager(files.trust(peer + "-ca", settings.ca().orElseThrow()).trust());
    if (settings.certificate().isPresent()) {
      credentials.keyManager(
          files
              .identity(
                  peer + "-client", settings.certificate().get(), settings.key().orElseThrow())
              .keys());
    }
    return new PeerTls(credentials.build(), files, settings);
  }

  public ChannelCredentials credentials() {
    return credentials;
  }

  /**
   * Looks at the files again from now on.
   *
   * @param over whether the channel has ended
   */
  public void watch(BooleanSupplier over) {
    files.watch(settings.reloadEvery(), over);
  }
}
