package io.latentmesh.vae;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.serving.model.ModelServer;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DecodeRequest;
import io.latentmesh.v1.DecodeResponse;
import io.latentmesh.v1.LatentDistribution;
import io.latentmesh.v1.Tensor;
import io.latentmesh.v1.VaeServiceEncodeRequest;
import io.latentmesh.v1.VaeServiceGetModelRequest;
import io.latentmesh.v1.VaeServiceGetModelResponse;
import io.latentmesh.v1.VaeServiceGrpc;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole process with the demo model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaeServerIT {
  private final ModelServer server = VaeServer.start(settings());
  private final ManagedChannel channel =
      Grpc.newChannelBuilder("127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
          .build();
  private final VaeServiceGrpc.VaeServiceBlockingStub stub =
      VaeServiceGrpc.newBlockingStub(channel);

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
  void decode_severalLatents_givesEachTheBytesThatItHasAlone() {
    List<Tensor> latents = List.of(latent(1, 16, 16), latent(2, 16, 16), latent(3, 16, 16));

    DecodeResponse together = decode(latents);

    assertThat(together.getImages(0).getShapeList()).containsExactly(64L, 64L, 3L);
    for (int i = 0; i < latents.size(); i++) {
      assertThat(decode(List.of(latents.get(i))).getImages(0)).isEqualTo(together.getImages(i));
    }
  }

  @Test
  void decode_notSquare_givesHeightTimesWidth() {
    assertThat(decode(List.of(latent(1, 8, 12))).getImages(0).getShapeList())
        .containsExactly(32L, 48L, 3L);
  }

  @Test
  void encode_decodedImage_givesMomentsOfTheLatentsShape() {
    Tensor flat =
        TensorCodec.ofFloats(
            new float[(int) latentChannels() * 256], List.of(latentChannels(), 16L, 16L));
    Tensor image = decode(List.of(flat)).getImages(0);

    LatentDistribution distribution =
        stub.encode(VaeServiceEncodeRequest.newBuilder().addImages(image).build())
            .getDistributions(0);

    assertThat(distribution.getMean().getShapeList()).containsExactly(latentChannels(), 16L, 16L);
    for (float logvar : TensorCodec.floats(distribution.getLogvar(), "logvar")) {
      assertThat(logvar).isBetween(-30f, 20f);
    }
  }

  @Test
  void getModel_demo_isDescribed() {
    VaeServiceGetModelResponse model = model();

    assertThat(model.getScaleFactor()).isEqualTo(4);
    assertThat(model.getIdentity().getArchitecture()).isEqualTo("AutoencoderKL");
  }

  @Test
  void getModel_demo_saysItsPreviewMapAndItsTime() {
    VaeServiceGetModelResponse model = model();

    assertThat(model.getPreviewMap().getFactorsCount()).isEqualTo(3 * model.getLatentChannels());
    assertThat(model.getPreviewMap().getBiasCount()).isEqualTo(3);
    assertThat(model.getDecodeSecondsPerPixel()).isBetween(1e-9, 1e-2);
  }

  private VaeServiceGetModelResponse model() {
    return stub.getModel(VaeServiceGetModelRequest.getDefaultInstance());
  }

  private long latentChannels() {
    return model().getLatentChannels();
  }

  private DecodeResponse decode(List<Tensor> latents) {
    return stub.decode(DecodeRequest.newBuilder().addAllLatents(latents).build());
  }

  private Tensor latent(long seed, long height, long width) {
    List<Long> shape = List.of(latentChannels(), height, width);
    float[] values = new float[TensorCodec.elements(shape)];
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return TensorCodec.ofFloats(values, shape);
  }

  private static VaeSettings settings() {
    return Settings.load(
        VaeSettings.class,
        SettingsSources.defaults()
            .withOverrides(
                Map.of(
                    "latentmesh.model.path",
                    System.getProperty("latentmesh.root") + "/deploy/demo-model/model",
                    "latentmesh.model.provider",
                    "cpu")));
  }
}
