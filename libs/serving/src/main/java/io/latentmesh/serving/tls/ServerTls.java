package io.latentmesh.serving.tls;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.latentmesh.serving.files.UnusableFileException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A server's side of TLS, from its files. */
public final class ServerTls {
  private final ServerCredentials credentials;
  private final CertificateFiles files;
  private final ServerTlsSettings settings;

  private ServerTls(
      ServerCredentials credentials, CertificateFiles files, ServerTlsSettings settings) {
    this.credentials = credentials;
    this.files = files;
    this.settings = settings;
  }

  /**
   * Reads the files.
   *
   * @param settings with certificate and key
   * @throws UnusableFileException if a file cannot be read or used
   */
  public static ServerTls open(ServerTlsSettings settings, MeterRegistry registry)
      throws UnusableFileException {
    var files = new CertificateFiles(registry);
    TlsServerCredentials.Builder credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(
                files
                    .identity(
                        "server",
                        settings.certificate().orElseThrow(),
                        settings.key().orElseThrow())
                    .keys());
    if (settings.clientCa().isPresent()) {
      Path ca = settings.clientCa().get();
      credentials
          .trustManager(files.trust("server-client-ca", ca).trust())
          .clientAuth(
              settings.clientAuthRequired()
                  ? TlsServerCredentials.ClientAuth.REQUIRE
                  : TlsServerCredentials.ClientAuth.OPTIONAL);
    }
    return new ServerTls(credentials.build(), files, settings);
  }

  public ServerCredentials credentials() {
    return credentials;
  }

  /**
   * Looks at the files again from now on.
   *
   * @param over whether the server has ended
   */
  public void watch(BooleanSupplier over) {
    files.watch(settings.reloadEvery(), over);
  }
}
