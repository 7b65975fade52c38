package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.serving.metrics.Reading;
import io.latentmesh.serving.metrics.Reading.Kind;
import io.latentmesh.v1.Conditioning;
import io.latentmesh.v1.EncodeResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private static final StubEncoder ENCODER =
      new StubEncoder(request -> EncodeResponse.getDefaultInstance());
  private static final StubEncoder FULL =
      new StubEncoder(request -> {
        throw ServiceException.of(Status.Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", "Full");
      });
  private static final String ENCODE =
      "application=\"test\",method=\"Encode\",method_type=\"unary\","
          + "service=\"latentmesh.v1.TextEncoderService\"";

  @Test
  void readTogether_showsAllReadingsOfOneCall() {
    var calls = new AtomicInteger();
    try (Metrics metrics = Metrics.create("test")) {
      metrics.readTogether(() -> {
        int call = calls.incrementAndGet();
        return List.of(
            new Reading(Kind.COUNTER, "things", "Things", Map.of("kind", "a"), call),
            new Reading(Kind.COUNTER, "things", "Things", Map.of("kind", "b"), 2 * call),
            new Reading(Kind.GAUGE, "things_now", "Now", Map.of(), 3 * call));
      });
      calls.set(0);
      assertThat(metrics.scrape().lines())
          .contains(
              "# TYPE things_total counter",
              "things_total{application=\"test\",kind=\"a\"} 1.0",
              "things_total{application=\"test\",kind=\"b\"} 2.0",
              "# TYPE things_now gauge",
              "things_now{application=\"test\"} 3.0");
    }
  }

  @Test
  void upstreamBytes_ofACall_areThoseOfItsMessages() {
    EncodeResponse answer =
        EncodeResponse.newBuilder()
            .addConditionings(Conditioning.newBuilder().setTokenCount(7))
            .build();
    try (Loopback loopback = Loopback.of(new StubEncoder(request -> answer))) {
      loopback.encode();
      assertThat(lines(loopback))
          .contains(
              "latentmesh_upstream_message_bytes_total{application=\"test\","
                  + "direction=\"received\",target=\"test\"} "
                  + (double) answer.getSerializedSize());
    }
  }

  @Test
  void server_methodNeverCalled_isThereAtZero() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThat(lines(loopback))
          .contains(
              "grpc_server_processing_duration_seconds_count{" + ENCODE + ",status_code=\"OK\"} 0");
    }
  }

  @Test
  void server_call_isCounted() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.encode();
      drain(loopback);
      assertThat(lines(loopback))
          .contains(
              "grpc_server_processing_duration_seconds_count{" + ENCODE + ",status_code=\"OK\"} 1",
              "grpc_server_requests_received_messages_total{" + ENCODE + "} 1.0",
              "grpc_server_responses_sent_messages_total{" + ENCODE + "} 1.0");
    }
  }

  @Test
  void server_failedCall_isCountedUnderTheClientsStatus() {
    try (Loopback loopback = Loopback.of(FULL)) {
      assertThatThrownBy(loopback::encode).isInstanceOf(StatusRuntimeException.class);
      drain(loopback);
      assertThat(lines(loopback))
          .contains(
              "grpc_server_processing_duration_seconds_count{"
                  + ENCODE
                  + ",status_code=\"RESOURCE_EXHAUSTED\"} 1");
    }
  }

  @Test
  void client_call_isCounted() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.encode();
      assertThat(lines(loopback))
          .contains(
              "grpc_client_processing_duration_seconds_count{" + ENCODE + ",status_code=\"OK\"} 1");
    }
  }

  @Test
  void server_durations_haveTheFourteenBucketsAndInfinity() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThat(lines(loopback))
          .filteredOn(line ->
              line.startsWith("grpc_server_processing_duration_seconds_bucket{" + ENCODE + ","))
          .hasSize(15);
    }
  }

  @Test
  void server_runningCall_isInFlight() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    StubEncoder blocked =
        new StubEncoder(request -> {
          entered.countDown();
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return EncodeResponse.getDefaultInstance();
        });
    try (Loopback loopback = Loopback.of(blocked);
        var caller = Executors.newVirtualThreadPerTaskExecutor()) {
      caller.execute(loopback::encode);
      entered.await();
      assertThat(lines(loopback)).contains("latentmesh_rpc_inflight{" + ENCODE + "} 1.0");
      gate.countDown();
    }
  }

  @Test
  void server_endedCall_isNoLongerInFlight() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.encode();
      drain(loopback);
      assertThat(lines(loopback)).contains("latentmesh_rpc_inflight{" + ENCODE + "} 0.0");
    }
  }

  @Test
  void labels_areSnakeCase() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      loopback.encode();
      assertThat(lines(loopback))
          .filteredOn(line -> line.startsWith("grpc_"))
          .noneMatch(line -> line.contains("statusCode") || line.contains("methodType"));
    }
  }

  @Test
  void page_scraped_showsCallsAndJvm() throws IOException, InterruptedException {
    try (Loopback loopback =
        new Loopback(Map.of("server.metrics-port", "0"), p -> p.service(ENCODER))) {
      assertThat(page(loopback))
          .contains("latentmesh_rpc_inflight{")
          .contains("jvm_memory_used_bytes{")
          .contains("jvm_threads_live_threads{")
          .contains("jvm_classes_loaded_classes{")
          .contains("process_uptime_seconds{")
          .contains("process_cpu_usage{");
    }
  }

  @Test
  void page_switchedOff_hasNoPort() {
    try (Loopback loopback = Loopback.of(ENCODER)) {
      assertThat(loopback.process().metricsPort()).isEqualTo(-1);
    }
  }

  /** Waits until the server has counted: a client knows of a call's end before the server does. */
  private static void drain(Loopback loopback) {
    loopback.process().drain();
  }

  private static List<String> lines(Loopback loopback) {
    return loopback.metrics().scrape().lines().toList();
  }

  private static String page(Loopback loopback) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + loopback.process().metricsPort() + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
