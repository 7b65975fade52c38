package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.StatusRuntimeException;
import io.latentmesh.v1.Churn;
import io.latentmesh.v1.ExtraOutputs;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.Image;
import io.latentmesh.v1.NoiseOptions;
import io.latentmesh.v1.NoiseSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Noise beyond the seed and schedules of a request's own, through all services. */
class NoiseIT extends SharedMesh {
  @Test
  void variation_goesFromOneSeedToTheOther() {
    byte[] from = noise(euler().setSeed(5));
    byte[] to = noise(euler().setSeed(9));
    assertThat(noise(varied(0))).isEqualTo(from);
    assertThat(noise(varied(0.2))).isNotEqualTo(from).isNotEqualTo(to);
  }

  @Test
  void variations_ofSeveralImages_haveOneSeedAndRecipesOfTheirOwn() {
    GenerateImagesResponse answer = draw(varied(0.2).setCount(2));
    assertThat(answer.getPlan().getSeedsList()).containsExactly(5L, 5L);
    assertThat(answer.getImagesList())
        .extracting(
            image -> image.getRecipeJson().replaceAll(".*\"variation_seed\":\"(\\d+)\".*", "$1"))
        .containsExactly("9", "10");
    Image again = draw(varied(0.2, 10)).getImages(0);
    assertThat(again.getPng()).isEqualTo(answer.getImages(1).getPng());
  }

  @Test
  void otherGenerator_offsetAndChurn_drawOtherPictures_andSaySoInThePng() {
    GenerateRequest.Builder changed =
        euler()
            .setNoise(
                NoiseOptions.newBuilder()
                    .setSource(NoiseSource.NOISE_SOURCE_NVIDIA)
                    .setEtaSeedDelta(31_337))
            .setChurn(Churn.newBuilder().setAmount(2));
    Image image = draw(changed).getImages(0);
    assertThat(image.getPng()).isNotEqualTo(draw(euler()).getImages(0).getPng());
    assertThat(image.getPng().toString(StandardCharsets.ISO_8859_1))
        .contains("ENSD: 31337, RNG: NV, Sigma churn: 2,");
  }

  @Test
  void ownSigmas_thatAreThoseOfASchedule_drawItsPicture() {
    GenerateImagesResponse answer = draw(euler());
    assertThat(noise(euler())).isNotEmpty();
    List<Double> sigmas = sigmas(answer.getImages(0).getRecipeJson());
    GenerateRequest.Builder own = euler().clearSteps().addAllSigmas(sigmas);
    GenerateImagesResponse again = draw(own);
    assertThat(again.getPlan().getSteps()).isEqualTo(answer.getPlan().getSteps());
    assertThat(again.getImages(0).getRecipeJson()).contains("\"custom_sigmas\"");
    assertThat(sigmas(again.getImages(0).getRecipeJson())).isEqualTo(sigmas);
  }

  @Test
  void whatIsWrong_isRefusedByItsField() {
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> draw(euler().setNoise(NoiseOptions.newBuilder().setVariationStrength(0.5))));
    assertThat(refusal).hasMessageContaining("noise.variation_seed: must be given");
  }

  private static GenerateRequest.Builder euler() {
    return Client.quick("a red heart").setSampler("euler").setSeed(5);
  }

  private static GenerateRequest.Builder varied(double strength) {
    return varied(strength, 9);
  }

  private static GenerateRequest.Builder varied(double strength, long seed) {
    return euler()
        .setNoise(NoiseOptions.newBuilder().setVariationSeed(seed).setVariationStrength(strength));
  }

  private byte[] noise(GenerateRequest.Builder request) {
    request.setExtraOutputs(ExtraOutputs.newBuilder().setInitialNoise(true));
    return draw(request).getImages(0).getInitialNoise().getData().toByteArray();
  }

  private static List<Double> sigmas(String recipe) {
    String list = recipe.replaceAll(".*\"sigmas\":\\[([^]]*)].*", "$1");
    return List.of(list.split(",")).stream().map(Double::valueOf).toList();
  }
}
