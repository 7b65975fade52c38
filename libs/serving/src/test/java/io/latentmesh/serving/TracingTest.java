package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.TlsServerCredentials;
import io.latentmesh.serving.certificates.SecretFolder;
import io.latentmesh.serving.certificates.TestAuthority;
import io.latentmesh.serving.collector.CollectedSpan;
import io.latentmesh.serving.collector.TestCollector;
import io.latentmesh.serving.tracing.ActiveSpan;
import io.latentmesh.serving.tracing.Tracing.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls as a collector sees them, and collectors as calls do not. */
final class TracingTest {
  @TempDir Path folder = Path.of("");

  @Test
  void callOfACall_isItsChild() throws IOException {
    try (TestCollector collector = TestCollector.start();
        var inside = new Traced(Place.INSIDE, to(collector), TracingTest::nothing);
        var edge = new Traced(Place.EDGE, to(collector), inside::call)) {
      edge.call();
      Await.until("three spans", () -> collector.spans().size() == 3);
      CollectedSpan asked = span(collector, "EDGE", "SPAN_KIND_SERVER");
      CollectedSpan asking = span(collector, "EDGE", "SPAN_KIND_CLIENT");
      CollectedSpan answering = span(collector, "INSIDE", "SPAN_KIND_SERVER");
      assertThat(asked.parent()).isEmpty();
      assertThat(asking.parent()).isEqualTo(asked.id());
      assertThat(answering.parent()).isEqualTo(asking.id());
      assertThat(List.of(asking.trace(), answering.trace())).containsOnly(asked.trace());
      assertThat(asking.attributes())
          .containsEntry("rpc.system", "grpc")
          .containsEntry("rpc.service", "latentmesh.v1.TextEncoderService")
          .containsEntry("rpc.method", "Encode")
          .containsEntry("rpc.grpc.status_code", "0")
          .containsEntry("peer.service", "test")
          .containsEntry("network.peer.address", "127.0.0.1");
    }
  }

  @Test
  void callWithoutTrace_insideTheMesh_beginsNone() throws IOException {
    try (TestCollector collector = TestCollector.start()) {
      try (var inside = new Traced(Place.INSIDE, to(collector), TracingTest::nothing);
          var edge = new Traced(Place.EDGE, to(collector), TracingTest::nothing)) {
        inside.call();
        edge.call();
      }
      assertThat(collector.spans()).extracting(CollectedSpan::process).containsOnly("EDGE");
    }
  }

  @Test
  void off_addsNothingToCalls() {
    try (Observation observation =
        Observation.begin("off", Place.EDGE, ExampleSettings.with(Map.of()).tracing())) {
      assertThat(observation.tracing().serverCalls()).isEmpty();
      assertThat(observation.tracing().clientCalls("unet")).isEmpty();
    }
  }

  @Test
  void failure_isNamedWithoutItsMessage() throws IOException {
    Runnable failing =
        () -> {
          throw new IllegalStateException("secret words");
        };
    try (TestCollector collector = TestCollector.start();
        var edge = new Traced(Place.EDGE, to(collector), () -> ActiveSpan.run("stage", failing))) {
      assertThat(catchThrowable(edge::call)).isNotNull();
      Await.until("two spans", () -> collector.spans().size() == 2);
      assertThat(collector.spans())
          .allMatch(CollectedSpan::failed)
          .extracting(span -> span.attributes().get("error.type"))
          .containsExactlyInAnyOrder("IllegalStateException", "INTERNAL");
      assertThat(collector.bytes()).contains("stage").doesNotContain("secret");
    }
  }

  @Test
  void collector_withACertificate_isReachedByTls() throws IOException {
    var authority = new TestAuthority("traces");
    SecretFolder secret = SecretFolder.of(folder, authority.issue("127.0.0.1"), authority);
    var credentials =
        TlsServerCredentials.create(secret.certificate().toFile(), secret.key().toFile());
    try (TestCollector collector = TestCollector.start(credentials);
        var edge =
            new Traced(
                Place.EDGE,
                Map.of(
                    "endpoint",
                    "https://127.0.0.1:" + collector.port(),
                    "tls.ca",
                    secret.ca().toString()),
                TracingTest::nothing)) {
      edge.call();
      Await.until("a span", () -> collector.spans().size() == 1);
    }
  }

  @Test
  void collectorAway_spansThatFindNoRoom_areDroppedAndCounted() throws IOException {
    String away;
    try (TestCollector collector = TestCollector.start()) {
      away = collector.endpoint();
    }
    try (var edge =
        new Traced(Place.EDGE, Map.of("endpoint", away, "max-queued", "2"), TracingTest::nothing)) {
      Await.until(
          "a span that finds no room",
          () -> {
            edge.call();
            return edge.counted("latentmesh.trace.spans.dropped", "queue_full") > 0;
          });
    }
  }

  @Test
  void sampleRatioOfNothing_sendsWhatCallersRecordOnly() throws IOException {
    try (TestCollector collector = TestCollector.start();
        var edge =
            new Traced(
                Place.EDGE,
                Map.of("endpoint", collector.endpoint(), "sample-ratio", "0"),
                TracingTest::nothing);
        var caller = new Traced(Place.EDGE, to(collector), edge::call)) {
      edge.call();
      caller.call();
      Await.until("three spans", () -> collector.spans().size() == 3);
      assertThat(collector.spans())
          .extracting(CollectedSpan::trace)
          .containsOnly(collector.spans().getFirst().trace());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "collector:4317|endpoint: must be http://host:port or https://host:port",
        "http://127.0.0.1:4318/v1/traces|endpoint: must be http://host:port or https://host:port",
        "ftp://127.0.0.1|endpoint: must be http://host:port or https://host:port",
        "http://collector:4317|endpoint: must be https where the collector is not on loopback"
      })
  void endpoint_thatCannotBeMeant_isRefused(String endpoint, String problem) {
    assertThat(problems(Map.of("endpoint", endpoint)))
        .singleElement()
        .asString()
        .startsWith("latentmesh.tracing." + problem)
        .contains(endpoint);
  }

  @Test
  void certificates_withPlaintext_areRefused() {
    assertThat(problems(Map.of("endpoint", "http://127.0.0.1", "tls.ca", "ca.crt")))
        .containsExactly(
            "latentmesh.tracing.tls.ca: needs an endpoint with https, got http://127.0.0.1");
  }

  private static void nothing() {}

  private static List<String> problems(Map<String, String> tracing) {
    SettingsException refusal =
        catchThrowableOfType(
            SettingsException.class,
            () -> new Traced(Place.EDGE, tracing, TracingTest::nothing).close());
    return refusal == null ? List.of() : refusal.problems();
  }

  private static Map<String, String> to(TestCollector collector) {
    return Map.of("endpoint", collector.endpoint());
  }

  private static CollectedSpan span(TestCollector collector, String process, String kind) {
    return collector.spans().stream()
        .filter(span -> span.process().equals(process) && span.kind().name().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
