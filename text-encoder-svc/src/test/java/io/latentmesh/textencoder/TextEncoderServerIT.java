package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGetModelRequest;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import io.latentmesh.v1.TextInput;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole process with the demo model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextEncoderServerIT {
  private final ModelServer server = TextEncoderServer.start(settings());
  private final ManagedChannel channel =
      Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
          .build();
  private final TextEncoderServiceGrpc.TextEncoderServiceBlockingStub stub =
      TextEncoderServiceGrpc.newBlockingStub(channel);

  @BeforeAll
  void load() {
    server.awaitServing();
  }

  @AfterAll
  void close() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void encode_sentence_givesStatesOfTheModelsSize() {
    EncodeResponse response = stub.encode(request("a red heart", 0));

    assertThat(response.getConditionings(0).getHiddenStates().getShapeList())
        .containsExactly(77L, 192L);
    assertThat(response.getConditionings(0).getTokenCount()).isEqualTo(3);
  }

  @Test
  void encode_sameRequest_givesTheSameBytesAloneAndInCompany() {
    EncodeRequest request = request("a red heart", 0);
    EncodeResponse alone = stub.encode(request);

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 6)
              .mapToObj(i ->
                  CompletableFuture.supplyAsync(
                      () -> stub.encode(i % 2 == 0 ? request : request("a blue bird", 1)), callers))
              .toList();
      assertThat(answers.get(0).join()).isEqualTo(alone);
      assertThat(answers.get(2).join()).isEqualTo(alone);
      assertThat(answers.get(4).join()).isEqualTo(alone);
      assertThat(answers.get(1).join()).isEqualTo(answers.get(3).join()).isNotEqualTo(alone);
    }
  }

  @Test
  void encode_clipSkip_changesTheStates() {
    assertThat(stub.encode(request("a red heart", 1)))
        .isNotEqualTo(stub.encode(request("a red heart", 0)));
  }

  @Test
  void encode_noInputs_isInvalid() {
    StatusRuntimeException error =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> stub.encode(EncodeRequest.getDefaultInstance()));

    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void getModel_demo_isDescribed() {
    var model = stub.getModel(TextEncoderServiceGetModelRequest.getDefaultInstance());

    assertThat(model.getContextLength()).isEqualTo(77);
    assertThat(model.getHiddenSize()).isEqualTo(192);
    assertThat(model.getLayers()).isEqualTo(3);
    assertThat(model.getIdentity().getSha256()).hasSize(64);
    assertThat(model.getIdentity().getName()).isEqualTo("emoji-demo");
  }

  private static TextEncoderSettings settings() {
    return Settings.load(
        TextEncoderSettings.class,
        SettingsSources.defaults()
            .withOverrides(
                Map.of(
                    "latentmesh.model.path",
                    System.getProperty("latentmesh.root") + "/deploy/demo-model/model",
                    "latentmesh.model.provider",
                    "cpu")));
  }

  private static EncodeRequest request(String text, int clipSkip) {
    return EncodeRequest.newBuilder()
        .addInputs(TextInput.newBuilder().setText(text).setClipSkip(clipSkip))
        .build();
  }
}
