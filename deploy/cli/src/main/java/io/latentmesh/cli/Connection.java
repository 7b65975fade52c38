package io.latentmesh.cli;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.serving.Loopbacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How a running server is reached, and what it is shown. Off loopback that is TLS, unless plaintext
 * is asked for: pictures, prompts and tokens travel here.
 */
final class Connection {
  private static final String TOKEN = "LATENTMESH_TOKEN";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with the token that the server asks for (or set " + TOKEN + ").")
  @Nullable Path tokenFile;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Use TLS, and trust who these certificates sign (default: the JDK's).")
  @Nullable Path ca;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "Certificate to show to the server; needs --tls-key.")
  @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PKCS #8).")
  @Nullable Path key;

  @Option(
      names = "--tls-server-name",
      paramLabel = "NAME",
      description = "Name that the server's certificate must have (default: its host).")
  @Nullable String serverName;

  @Option(
      names = "--plaintext",
      description = "Do without TLS although the server is not on this machine.")
  boolean plaintext;

  /**
   * A channel that is not open yet.
   *
   * @param address host:port
   */
  ManagedChannelBuilder<?> to(String address) {
    ManagedChannelBuilder<?> channel = Grpc.newChannelBuilder(address, credentials(address));
    if (serverName != null) {
      channel.overrideAuthority(serverName);
    }
    token()
        .ifPresent(token -> {
          var headers = new Metadata();
          headers.put(AUTHORIZATION, "Bearer " + token);
          channel.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
        });
    return channel;
  }

  ChannelCredentials credentials(String address) {
    boolean asked = ca != null || certificate != null || key != null || serverName != null;
    if (plaintext && asked) {
      throw new IllegalArgumentException("--plaintext: must not be given with --tls-... options");
    }
    boolean insecure = plaintext || (!asked && Loopbacks.reaches(address));
    return insecure ? InsecureChannelCredentials.create() : tls();
  }

  private ChannelCredentials tls() {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("--tls-certificate and --tls-key must be given together");
    }
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    try {
      if (ca != null) {
        tls.trustManager(ca.toFile());
      }
      if (certificate != null && key != null) {
        tls.keyManager(certificate.toFile(), key.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("--tls-ca, --tls-certificate, --tls-key: " + e, e);
    }
    return tls.build();
  }

  private Optional<String> token() {
    if (tokenFile == null) {
      return Optional.ofNullable(System.getenv(TOKEN)).filter(token -> !token.isBlank());
    }
    try {
      return Optional.of(Files.readString(tokenFile).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("--token-file: cannot be read: " + e, e);
    }
  }
}
