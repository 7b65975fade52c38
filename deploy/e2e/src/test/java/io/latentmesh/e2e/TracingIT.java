package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.serving.collector.CollectedSpan;
import io.latentmesh.serving.collector.TestCollector;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a collector sees of a mesh, and what it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class TracingIT {
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String GENERATE = "latentmesh.v1.ImageService/Generate";
  private static final String MARKER = "xyzzymarker";

  private TestCollector collector;
  private StandaloneMesh mesh;
  private Client client;

  @BeforeAll
  void start() throws IOException {
    collector = TestCollector.start();
    mesh =
        StandaloneMesh.start(
            Duration.ofSeconds(5), Map.of("latentmesh.tracing.endpoint", collector.endpoint()));
    client = new Client(mesh.address(Tier.ORCHESTRATOR));
  }

  @AfterAll
  void end() {
    client.close();
    mesh.close();
    collector.close();
  }

  @Test
  void generation_isOneTraceOverAllServices() {
    Trace trace = traced("1".repeat(32), Client.quick("a text that no cache knows").build());
    CollectedSpan call = trace.one("orchestrator", GENERATE);
    assertThat(call.parent()).isEqualTo(CALLER);
    CollectedSpan generation = trace.below(call, "generation");
    CollectedSpan image = trace.below(generation, "image");
    trace.below(generation, "queue");
    CollectedSpan denoise = trace.below(image, "denoise");
    trace.below(image, "postprocess");
    assertThat(trace.calledFrom(trace.below(generation, "encode"))).isEqualTo("text-encoder-svc");
    assertThat(trace.calledFrom(denoise)).isEqualTo("unet-svc");
    assertThat(trace.calledFrom(trace.below(image, "decode"))).isEqualTo("vae-svc");
    assertThat(generation.attributes())
        .containsEntry("latentmesh.steps", "4")
        .containsEntry("latentmesh.images", "1")
        .containsKeys(
            "latentmesh.model", "latentmesh.width", "latentmesh.height", "latentmesh.job_id");
    assertThat(trace.spans).noneMatch(CollectedSpan::failed);
  }

  @Test
  void denoising_tellsEachStepWithItsSigma() {
    Trace trace = traced("2".repeat(32), Client.quick("a red heart").setSteps(6).build());
    List<Map<String, String>> steps = trace.one("orchestrator", "denoise").events();
    assertThat(steps)
        .extracting(step -> step.get("latentmesh.step"))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(steps)
        .extracting(step -> -Double.parseDouble(step.getOrDefault("latentmesh.sigma", "NaN")))
        .isSorted()
        .allMatch(negative -> negative < 0);
  }

  @Test
  void severalImages_haveSpansOfTheirOwn() {
    Trace trace = traced("3".repeat(32), Client.quick("a red heart").setCount(2).build());
    assertThat(trace.spans)
        .filteredOn(span -> span.name().equals("image"))
        .extracting(span -> span.attributes().get("latentmesh.image"))
        .containsExactlyInAnyOrder("0", "1");
  }

  @Test
  void traceThatTheCallerDoesNotRecord_isNotSent() {
    String unrecorded = "4".repeat(32);
    calling(unrecorded, "00")
        .generate(Client.quick("a red heart").build())
        .forEachRemaining(event -> {});
    traced("5".repeat(32), Client.quick("a red heart").build());
    assertThat(collector.spans()).extracting(CollectedSpan::trace).doesNotContain(unrecorded);
  }

  @Test
  void requestWithoutTrace_beginsOne_andLooksOfTheMeshAtItselfDoNot() {
    client.generate(Client.quick("a red heart").build());
    traced("6".repeat(32), Client.quick("a red heart").build());
    assertThat(collector.spans())
        .filteredOn(span -> span.parent().isEmpty())
        .isNotEmpty()
        .allSatisfy(root -> assertThat(root.name()).startsWith("latentmesh.v1.ImageService/"));
  }

  @Test
  void whatPeopleWrote_isInNoByte() {
    GenerateRequest.Builder request =
        Client.quick("a " + MARKER + " heart").setNegativePrompt("no " + MARKER);
    traced("7".repeat(32), request.build());
    for (GenerateRequest bad :
        List.of(
            request.setRecipeJson("{" + MARKER).build(),
            request.clearRecipeJson().setModel(MARKER).build(),
            request.clearModel().setSampler(MARKER).build())) {
      assertThat(catchThrowable(() -> calling("8".repeat(32), "01").generate(bad).hasNext()))
          .isNotNull();
    }
    Trace refused = await("8".repeat(32), 3);
    assertThat(refused.spans)
        .filteredOn(span -> span.name().equals("generation"))
        .hasSize(3)
        .allMatch(CollectedSpan::failed)
        .extracting(span -> span.attributes().get("error.type"))
        .containsExactlyInAnyOrder("INVALID_REQUEST", "MODEL_NOT_FOUND", "INVALID_REQUEST");
    assertThat(collector.bytes()).contains("generation").doesNotContainIgnoringCase(MARKER);
  }

  @Test
  void durations_haveExemplarsThatNameATrace() throws IOException, InterruptedException {
    traced("9".repeat(32), Client.quick("a red heart").build());
    URI page = URI.create(mesh.metrics(Tier.ORCHESTRATOR));
    var asked = HttpRequest.newBuilder(page).header("Accept", "application/openmetrics-text");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String shown = http.send(asked.build(), BodyHandlers.ofString()).body();
      assertThat(shown.lines())
          .filteredOn(line -> line.startsWith("latentmesh_request_duration_seconds_bucket"))
          .anySatisfy(line -> assertThat(line).containsPattern("# \\{.*trace_id=\"[0-9a-f]{32}\""));
    }
    assertThat(Client.scrape(page.toString())).doesNotContain("trace_id");
  }

  @Test
  void collectorAway_neitherFailsNorChangesAPicture() throws IOException {
    String away;
    try (TestCollector gone = TestCollector.start()) {
      away = gone.endpoint();
    }
    GenerateRequest request = Client.quick("a red heart").build();
    byte[] seen = client.png(request);
    try (StandaloneMesh other =
            StandaloneMesh.start(
                Duration.ofSeconds(5),
                Map.of("latentmesh.tracing.endpoint", away, "latentmesh.tracing.max-queued", "3"));
        Client unseen = new Client(other.address(Tier.ORCHESTRATOR))) {
      assertThat(unseen.png(request)).isEqualTo(seen);
      assertThat(unseen.png(request)).isEqualTo(seen);
      assertThat(
              Client.metric(
                  other.metrics(Tier.ORCHESTRATOR),
                  "latentmesh_trace_spans_dropped_total",
                  "reason=\"queue_full\""))
          .isPositive();
    }
  }

  /** A generation of a caller who records, once all of its trace is there. */
  private Trace traced(String trace, GenerateRequest request) {
    calling(trace, "01").generate(request).forEachRemaining(event -> {});
    Await.until(() -> trace(trace).processes().containsAll(Set.of("unet-svc", "vae-svc")));
    return await(trace, 1);
  }

  /** The trace's calls end last, but spans of several processes come in any order. */
  private Trace await(String trace, int calls) {
    Await.until(() -> {
      Trace sent = trace(trace);
      return sent.count(GENERATE) == calls && sent.isComplete();
    });
    return trace(trace);
  }

  private Trace trace(String trace) {
    return new Trace(
        collector.spans().stream().filter(span -> span.trace().equals(trace)).toList());
  }

  private ImageServiceBlockingStub calling(String trace, String flags) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + trace + "-" + CALLER + "-" + flags);
    return client.images().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private record Trace(List<CollectedSpan> spans) {
    Trace {
      spans = List.copyOf(spans);
    }

    CollectedSpan one(String process, String name) {
      assertThat(spans)
          .filteredOn(span -> span.process().equals(process) && span.name().equals(name))
          .as(process + " " + name)
          .hasSize(1);
      return spans.stream()
          .filter(span -> span.process().equals(process) && span.name().equals(name))
          .findFirst()
          .orElseThrow();
    }

    CollectedSpan below(CollectedSpan parent, String name) {
      CollectedSpan span = one("orchestrator", name);
      assertThat(span.parent()).as(name).isEqualTo(parent.id());
      return span;
    }

    /** The process whose server span is below a client span of this stage. */
    String calledFrom(CollectedSpan stage) {
      return spans.stream()
          .filter(client -> client.parent().equals(stage.id()))
          .flatMap(client -> spans.stream().filter(s -> s.parent().equals(client.id())))
          .map(CollectedSpan::process)
          .findFirst()
          .orElse("nobody");
    }

    Set<String> processes() {
      return spans.stream().map(CollectedSpan::process).collect(Collectors.toSet());
    }

    long count(String name) {
      return spans.stream().filter(span -> span.name().equals(name)).count();
    }

    /** Each span that was called by another process has its caller, and each caller its call. */
    boolean isComplete() {
      return spans.stream()
              .allMatch(span ->
                  span.parent().equals(CALLER)
                      || spans.stream().anyMatch(s -> s.id().equals(span.parent())))
          && spans.stream()
              .filter(span -> span.kind().name().equals("SPAN_KIND_CLIENT"))
              .allMatch(client -> spans.stream().anyMatch(s -> s.parent().equals(client.id())));
    }
  }
}
