package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.e2e.observability.Boards;
import io.latentmesh.e2e.observability.MetricsList;
import io.latentmesh.e2e.observability.MetricsPage;
import io.latentmesh.e2e.observability.Query;
import io.latentmesh.e2e.observability.Series;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What four processes show of themselves under load, against what operators are promised. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class ObservabilityIT {
  private static final int MOST_SERIES = 1500;
  private static final int MOST_BUCKETS = 14;

  /** Only these have no data without a GPU: DCGM's exporter runs beside one. */
  private static final String NEEDS_A_GPU = "DCGM_";

  private final AtomicBoolean enough = new AtomicBoolean();
  private ProcessMesh mesh;
  private Thread load;

  @BeforeAll
  void start() throws IOException {
    mesh = ProcessMesh.start(Duration.ofSeconds(5));
    draw(1);
    load = Thread.ofVirtual().name("load").start(this::drawUntilEnough);
  }

  @AfterAll
  void end() throws InterruptedException {
    enough.set(true);
    load.join();
    mesh.close();
  }

  @Test
  void documentedSeries_areShown() {
    Set<Series> missing = new TreeSet<>(MetricsList.read().promised());
    assertThat(missing).hasSizeGreaterThan(100);
    missing.removeAll(shown());
    assertThat(missing).isEmpty();
  }

  @Test
  void shownSeries_areDocumented() {
    Set<Series> unknown = new TreeSet<>(shown());
    unknown.removeIf(series -> !series.name().matches("(latentmesh|grpc)_.*"));
    unknown.removeAll(MetricsList.read().allowed());
    assertThat(unknown).isEmpty();
  }

  @Test
  void pages_areSmall() {
    assertThat(pages())
        .allSatisfy(page -> {
          assertThat(page.count()).as(page.application()).isBetween(100L, MOST_SERIES - 1L);
          assertThat(page.mostBuckets()).as(page.application()).isBetween(6, MOST_BUCKETS);
        });
  }

  @Test
  void pages_areCleanForPromtool() throws IOException, InterruptedException {
    Path promtool = DebianTool.require("promtool", "prometheus");
    for (MetricsPage page : pages()) {
      assertThat(
              DebianTool.run(String.join("\n", page.lines()) + "\n", promtool, "check", "metrics"))
          .as(page.application())
          .isEmpty();
    }
  }

  @Test
  void queriesOfBoards_giveData() throws IOException {
    Path program = DebianTool.require("prometheus", "prometheus");
    List<Query> left = new ArrayList<>(Boards.queries());
    left.removeIf(query -> query.expr().contains(NEEDS_A_GPU));
    assertThat(left).hasSizeGreaterThan(60);
    try (var prometheus = PrometheusServer.start(program, addresses())) {
      Await.until(() -> prometheus.hasData("up"));
      Await.until(
          () -> left.removeIf(query -> prometheus.hasData(filled(query))) && left.isEmpty());
    } catch (AssertionError late) {
      assertThat(left).as("queries without data").isEmpty();
    }
  }

  @Test
  void linesOfACall_nameItInAllProcesses() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + trace + "-00f067aa0ba902b7-01");
    try (var client = new Client(mesh.address(Tier.ORCHESTRATOR))) {
      client
          .images()
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .generate(Client.quick("a blue star").setRequestId("named-everywhere").build())
          .forEachRemaining(event -> {});
    }
    for (Tier tier : Tier.values()) {
      Await.until(() -> mesh.log(tier).anyMatch(line -> names(line, trace)));
    }
  }

  private static boolean names(String line, String trace) {
    return line.contains(" trace_id=" + trace + " request_id=named-everywhere job_id=")
        && line.contains(" event=rpc ");
  }

  /** As Grafana fills in a query, with everything chosen. */
  private static String filled(Query query) {
    return query
        .expr()
        .replace("$__rate_interval", "20s")
        .replace("$job", ".+")
        .replace("$instance", ".+");
  }

  private Map<String, URI> addresses() {
    return Arrays.stream(Tier.values())
        .collect(Collectors.toMap(Tier::stage, tier -> URI.create(mesh.metrics(tier))));
  }

  private Set<Series> shown() {
    return pages().stream()
        .flatMap(page -> page.series().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<MetricsPage> pages() {
    return Arrays.stream(Tier.values())
        .map(tier -> MetricsPage.of(application(tier), Client.scrape(mesh.metrics(tier))))
        .toList();
  }

  private static String application(Tier tier) {
    return tier == Tier.ORCHESTRATOR ? tier.stage() : tier.stage() + "-svc";
  }

  private void drawUntilEnough() {
    for (int seed = 2; !enough.get(); seed++) {
      draw(seed);
    }
  }

  /** A picture, and a request that is refused. */
  private void draw(int seed) {
    try (var client = new Client(mesh.address(Tier.ORCHESTRATOR))) {
      client.generate(Client.quick("a red heart").setSeed(seed).setCount(2).build());
      client.generate(Client.quick("a red heart").setSteps(-1).build());
    } catch (StatusRuntimeException refused) {
      assertThat(refused).hasMessageContaining("steps");
    }
  }
}
