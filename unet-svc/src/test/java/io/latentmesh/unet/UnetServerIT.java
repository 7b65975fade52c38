package io.latentmesh.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.serving.model.ModelLoadException;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiserConditioning;
import io.latentmesh.v1.DenoiserServiceGetModelRequest;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Open;
import io.latentmesh.v1.Tensor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole process with the demo model. */
class UnetServerIT {
  private static final String DEMO =
      System.getProperty("latentmesh.root") + "/deploy/demo-model/model";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ModelServer server = UnetServer.start(settings(DEMO));
  private final ManagedChannel channel =
      Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
          .build();

  @BeforeEach
  void load() {
    server.awaitServing();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void denoise_rowAloneAndInCompany_givesTheSameBytes() throws InterruptedException {
    DenoiseClient first = open();
    DenoiseClient second = open();
    Evaluated alone = answer(first, evaluate(1, 999));

    second.send(evaluate(2, 17.25f));
    Evaluated again = answer(first, evaluate(1, 999));
    second.next();

    assertThat(again.getPredictionsList()).isEqualTo(alone.getPredictionsList());
    assertThat(alone.getPredictions(0)).isNotEqualTo(alone.getPredictions(1));
  }

  @Test
  void denoise_oddLatentSize_isAnswered() throws InterruptedException {
    DenoiseClient client = new DenoiseClient(DenoiserServiceGrpc.newStub(channel));
    client.send(openMessage("emoji-demo", 9, 7));
    client.next();

    client.send(evaluate(3, 500, 9, 7));

    assertThat(client.next().getEvaluated().getPredictions(0).getShapeList())
        .containsExactly(channels(), 9L, 7L);
  }

  @Test
  void denoise_unknownModel_isNotFound() throws InterruptedException {
    DenoiseClient client = new DenoiseClient(DenoiserServiceGrpc.newStub(channel));
    client.send(openMessage("sd15", 16, 16));

    assertThat(client.end())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
              assertThat(e.getStatus().getDescription()).contains("[emoji-demo]");
            });
  }

  @Test
  void drain_streamIsRunning_isToldAndFinishes() throws InterruptedException {
    DenoiseClient client = open();
    DenoiseRequest evaluate =
        evaluate(1, 999); // asks for the model, which a draining server refuses

    Thread drain = Thread.ofVirtual().start(server::drain);
    assertThat(client.next().hasDraining()).isTrue();
    Evaluated answer = answer(client, evaluate);
    client.halfClose();

    assertThat(answer.getPredictionsCount()).isEqualTo(2);
    assertThat(client.end()).isEqualTo("completed");
    drain.join();
  }

  @Test
  void getModel_demo_isDescribedWithItsDefaults() {
    DenoiserServiceGetModelResponse model = model();

    assertThat(model.getIdentity().getName()).isEqualTo("emoji-demo");
    assertThat(model.getIdentity().getProvider()).isEqualTo("cpu");
    assertThat(model.getConditioningWidth()).isEqualTo(192);
    assertThat(model.getDefaults().getSteps()).isEqualTo(20);
    assertThat(model.getDefaults().getGuidanceScale()).isEqualTo(2.5);
    assertThat(model.getSchedulerConfigJson()).contains("\"v_prediction\"");
  }

  /** Whoever sends nonsense must not hold a model for ever. */
  @Test
  void denoise_bytesThatAreNoMessage_endTheStream() throws InterruptedException, IOException {
    DenoiseClient client =
        new DenoiseClient(DenoiserServiceGrpc.newStub(channel).withInterceptors(new Undecodable()));
    client.send(openMessage("emoji-demo", 16, 16));
    client.next();

    client.send(DenoiseRequest.getDefaultInstance());

    assertThat(Status.fromThrowable((Throwable) client.end()).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    awaitNoStream();
  }

  @Test
  void metrics_afterAnEvaluation_showTheEngineAndTheModel()
      throws InterruptedException, IOException {
    answer(open(), evaluate(1, 999));

    assertThat(metricsPage())
        .contains("latentmesh_model_ready{application=\"unet-svc\"} 1.0")
        .contains("latentmesh_model_info{")
        .contains("latentmesh_model_load_seconds{")
        .contains("latentmesh_steps_total{application=\"unet-svc\"} 2.0")
        .contains("latentmesh_sequences_active{application=\"unet-svc\"} 1.0")
        .contains("latentmesh_queue_depth{application=\"unet-svc\",operation=\"evaluate\"} 0.0")
        .contains(
            "latentmesh_batch_size_bucket{application=\"unet-svc\",operation=\"evaluate\",le=\"2.0\"}"
                + " 1")
        .contains(
            "latentmesh_queue_wait_seconds_count{application=\"unet-svc\",operation=\"evaluate\"}"
                + " 2")
        .contains("latentmesh_step_duration_seconds_count{application=\"unet-svc\"} 1")
        .contains("latentmesh_engine_busy_seconds_total{")
        .contains(
            "latentmesh_engine_errors_total{application=\"unet-svc\",operation=\"evaluate\",reason=\"oom\"}"
                + " 0.0")
        .contains(
            "latentmesh_nonfinite_outputs_total{application=\"unet-svc\",operation=\"evaluate\"} 0.0");
  }

  @Test
  void awaitServing_folderIsNoModel_saysWhatIsMissing() {
    try (ModelServer broken = UnetServer.start(settings(DEMO + "/unet"))) {
      assertThatThrownBy(broken::awaitServing)
          .isInstanceOf(ModelLoadException.class)
          .hasMessageContaining("model_index.json");
    }
  }

  private void awaitNoStream() throws IOException, InterruptedException {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    while (!metricsPage().contains("latentmesh_sequences_active{application=\"unet-svc\"} 0.0")) {
      assertThat(System.nanoTime() - patience).as("the stream is open still").isNegative();
      Thread.onSpinWait();
    }
  }

  private String metricsPage() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI page = URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics");
      return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    }
  }

  private DenoiserServiceGetModelResponse model() {
    return DenoiserServiceGrpc.newBlockingStub(channel)
        .getModel(DenoiserServiceGetModelRequest.getDefaultInstance());
  }

  private long channels() {
    return model().getInChannels();
  }

  private DenoiseClient open() throws InterruptedException {
    DenoiseClient client = new DenoiseClient(DenoiserServiceGrpc.newStub(channel));
    client.send(openMessage("emoji-demo", 16, 16));
    assertThat(client.next().hasOpened()).isTrue();
    return client;
  }

  private DenoiseRequest openMessage(String model, long height, long width) {
    Open.Builder open =
        Open.newBuilder().setModel(model).addAllLatentShape(List.of(channels(), height, width));
    for (int seed = 0; seed < 2; seed++) {
      open.addConditionings(
          DenoiserConditioning.newBuilder().setHiddenStates(normal(seed, 77L, 192L)));
    }
    return DenoiseRequest.newBuilder().setOpen(open).build();
  }

  private DenoiseRequest evaluate(long seed, float timestep) {
    return evaluate(seed, timestep, 16, 16);
  }

  private DenoiseRequest evaluate(long seed, float timestep, long height, long width) {
    return DenoiseRequest.newBuilder()
        .setEvaluate(
            Evaluate.newBuilder()
                .setEvaluation(seed)
                .setLatent(normal(seed, channels(), height, width))
                .setTimestep(timestep)
                .addAllConditionings(List.of(0, 1)))
        .build();
  }

  private static Evaluated answer(DenoiseClient client, DenoiseRequest evaluate)
      throws InterruptedException {
    client.send(evaluate);
    return client.next().getEvaluated();
  }

  private static Tensor normal(long seed, Long... shape) {
    float[] values = new float[TensorCodec.elements(List.of(shape))];
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return TensorCodec.ofFloats(values, List.of(shape));
  }

  private static UnetSettings settings(String model) {
    return Settings.load(
        UnetSettings.class,
        SettingsSources.defaults()
            .withOverrides(
                Map.of("latentmesh.model.path", model, "latentmesh.model.provider", "cpu")));
  }
}
