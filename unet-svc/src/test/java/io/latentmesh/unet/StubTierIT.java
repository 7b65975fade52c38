package io.latentmesh.unet;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.unet.engine.FakeDenoiser;
import io.latentmesh.v1.DenoiserServiceGetModelRequest;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.Evaluated;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole process around a network that is no file. */
class StubTierIT {
  private final FakeDenoiser network = new FakeDenoiser();
  private final ModelServer server =
      UnetServer.start(settings(), new HostedModel(Messages.DESCRIPTION, network, 3));
  private final ManagedChannel channel =
      Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
          .build();

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void start_hostedModel_warmsItUpAndDescribesIt() {
    server.awaitServing();

    assertThat(network.sizes()).contains(1, 2);
    assertThat(
            DenoiserServiceGrpc.newBlockingStub(channel)
                .getModel(DenoiserServiceGetModelRequest.getDefaultInstance())
                .getIdentity()
                .getName())
        .isEqualTo("demo");
  }

  @Test
  void denoise_hostedModel_answersOverTheNetwork() throws InterruptedException {
    server.awaitServing();
    DenoiseClient client = new DenoiseClient(DenoiserServiceGrpc.newStub(channel));
    client.send(Messages.of(Messages.open()));
    client.next();

    client.send(Messages.of(Messages.evaluate(7, 981)));
    Evaluated answer = client.next().getEvaluated();

    assertThat(answer.getEvaluation()).isEqualTo(7);
    assertThat(answer.getPredictionsCount()).isEqualTo(2);
  }

  private static UnetSettings settings() {
    return Settings.load(
        UnetSettings.class,
        SettingsSources.defaults()
            .withOverrides(Map.of("latentmesh.model.path", "no model on disk")));
  }
}
