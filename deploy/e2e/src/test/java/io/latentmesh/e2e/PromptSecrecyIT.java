package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.ImageServiceTokenizeRequest;
import io.latentmesh.v1.PromptSyntax;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What people wrote is theirs: no log line above DEBUG and no series tells it. */
class PromptSecrecyIT {
  private static final String MARKER = "xyzzymarker";

  @Test
  void prompts_appearAtDebugOnly_andInNoSeries() throws IOException, InterruptedException {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Logger own = (Logger) LoggerFactory.getLogger("io.latentmesh");
    Level before = own.getLevel();
    var lines = new Lines();
    lines.start();
    root.addAppender(lines);
    own.setLevel(Level.DEBUG);
    try (StandaloneMesh mesh = StandaloneMesh.start(Duration.ofSeconds(1))) {
      ask(mesh);
      for (Tier tier : Tier.values()) {
        if (tier != Tier.VAE) {
          assertThat(page(mesh.metrics(tier))).doesNotContainIgnoringCase(MARKER);
        }
      }
    } finally {
      own.setLevel(before);
      root.detachAppender(lines);
    }
    assertThat(lines.atDebug).as("lines that prove that this test sees prompts").isNotEmpty();
    assertThat(lines.above).isEmpty();
  }

  /** Requests that succeed, and requests that fail in every part of the mesh. */
  private static void ask(StandaloneMesh mesh) throws IOException, InterruptedException {
    try (Client client = new Client(mesh.address(Tier.ORCHESTRATOR))) {
      client.generate(request().build());
      client.images().tokenize(tokenize());
      for (GenerateRequest bad : bad()) {
        assertThat(catchThrowable(() -> client.generate(bad))).isNotNull();
      }
      var late = client.images().withDeadlineAfter(1, TimeUnit.MILLISECONDS);
      assertThat(catchThrowable(() -> late.generate(request().build()).hasNext())).isNotNull();
      var cancelled = client.images().generate(request().setSteps(40).build());
      cancelled.next();
      assertThat(page(mesh.metrics(Tier.VAE))).doesNotContainIgnoringCase(MARKER);
      mesh.kill(Tier.VAE);
      assertThat(catchThrowable(() -> client.generate(request().build()))).isNotNull();
    }
  }

  private static GenerateRequest.Builder request() {
    return Client.quick("a " + MARKER + " heart").setNegativePrompt("no " + MARKER);
  }

  private static ImageServiceTokenizeRequest tokenize() {
    return ImageServiceTokenizeRequest.newBuilder().setRequest(request()).build();
  }

  private static List<GenerateRequest> bad() {
    return List.of(
        request().setSteps(0).build(),
        request().setModel(MARKER).build(),
        request().setSampler(MARKER).build(),
        request().setSchedulerConfigJson("{" + MARKER).build(),
        request().setRecipeJson("{" + MARKER).build(),
        request()
            .setPrompt("[" + MARKER + ":" + MARKER + ":NaN] (" + MARKER + ":1e999)")
            .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111)
            .setWidth(3)
            .build());
  }

  private static String page(String url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .body();
    }
  }

  /** Lines with the marker, by whether an operator sees them at the usual level. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final List<String> atDebug = new CopyOnWriteArrayList<>();
    final List<String> above = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      List<String> parts = new ArrayList<>(List.of(event.getFormattedMessage()));
      if (event.getThrowableProxy() != null) {
        parts.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      String text = String.join("\n", parts);
      if (text.contains(MARKER)) {
        (event.getLevel().isGreaterOrEqual(Level.INFO) ? above : atDebug).add(text);
      }
    }
  }
}
