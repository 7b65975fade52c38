package io.latentmesh.serving.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import io.latentmesh.serving.fakes.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAddressesTest {
  private final FakeClock clock = new FakeClock();
  private final List<StatusOr<List<EquivalentAddressGroup>>> told = new ArrayList<>();

  @TempDir Path folder = Path.of("");

  @Test
  void eachLine_isAnAddress() throws IOException {
    write("127.0.0.1:1", "", "# the second", " 127.0.0.1:2 ");
    start();
    assertThat(addresses())
        .containsExactly(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 2));
  }

  @Test
  void changedFile_isToldAtTheNextLook() throws IOException {
    write("127.0.0.1:1");
    start();
    write("127.0.0.1:2");
    clock.advance(FileAddresses.PAUSE.minusMillis(1));
    assertThat(told).hasSize(1);
    clock.advance(FileAddresses.PAUSE);
    assertThat(addresses())
        .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), 2));
  }

  @Test
  void unchangedFile_isToldOnce() throws IOException {
    write("127.0.0.1:1");
    start();
    clock.advance(FileAddresses.PAUSE.multipliedBy(10));
    assertThat(told).hasSize(1);
  }

  @Test
  void missingFile_isToldAndFoundWhenItAppears() throws IOException {
    start();
    assertThat(problem()).contains("replicas cannot be read");
    write("127.0.0.1:1");
    clock.advance(FileAddresses.PAUSE);
    assertThat(addresses())
        .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
  }

  @Test
  void emptyOrMalformedFile_isToldWithItsProblem() throws IOException {
    write("# nobody");
    start();
    assertThat(problem()).contains("names no address");
    write("127.0.0.1:http");
    clock.advance(FileAddresses.PAUSE);
    assertThat(problem()).contains("a port must be a number, was 'http'");
  }

  @Test
  void fileThatGoesBad_leavesTheLastGoodAddresses() throws IOException {
    write("127.0.0.1:1");
    start();
    write("nonsense");
    clock.advance(FileAddresses.PAUSE);
    Files.delete(folder.resolve("replicas"));
    clock.advance(FileAddresses.PAUSE);
    assertThat(told).hasSize(1);
    write("127.0.0.1:2");
    clock.advance(FileAddresses.PAUSE);
    assertThat(addresses())
        .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), 2));
  }

  @Test
  void shutdown_looksNoMore() throws IOException {
    write("127.0.0.1:1");
    NameResolver resolver = start();
    resolver.shutdown();
    assertThat(clock.waiting()).isZero();
  }

  @Test
  void targetWithHost_isRefused() {
    assertThatThrownBy(() ->
            new FileAddressesProvider()
                .newNameResolver(URI.create("file://host/path"), arguments()))
        .hasMessage("must be file:///absolute/path, was 'file://host/path'");
  }

  private NameResolver start() {
    NameResolver resolver = new FileAddresses(folder.resolve("replicas"), arguments());
    resolver.start(
        new NameResolver.Listener2() {
          @Override
          public void onResult(NameResolver.ResolutionResult result) {
            told.add(result.getAddressesOrError());
          }

          @Override
          public void onError(Status error) {
            throw new AssertionError(error);
          }
        });
    return resolver;
  }

  private NameResolver.Args arguments() {
    return NameResolver.Args.newBuilder()
        .setDefaultPort(1)
        .setProxyDetector(_ -> null)
        .setSynchronizationContext(
            new SynchronizationContext((_, error) -> {
              throw new AssertionError(error);
            }))
        .setScheduledExecutorService(clock)
        .setOffloadExecutor(Runnable::run)
        .setServiceConfigParser(new NoServiceConfig())
        .build();
  }

  private void write(String... lines) throws IOException {
    Files.write(folder.resolve("replicas"), List.of(lines));
  }

  private List<SocketAddress> addresses() {
    return told.getLast().getValue().stream()
        .flatMap(group -> group.getAddresses().stream())
        .toList();
  }

  private String problem() {
    return String.valueOf(told.getLast().getStatus().getDescription());
  }

  private static final class NoServiceConfig extends NameResolver.ServiceConfigParser {
    @Override
    public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> raw) {
      throw new UnsupportedOperationException();
    }
  }
}
