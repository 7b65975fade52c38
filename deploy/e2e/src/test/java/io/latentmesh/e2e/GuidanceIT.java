package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.v1.DynamicThresholding;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GuidanceInterval;
import io.latentmesh.v1.GuidanceSchedule;
import io.latentmesh.v1.GuidanceShape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guidance beyond its scale, through all services. */
class GuidanceIT extends SharedMesh {
  @Test
  void everyOption_drawsAPictureOfItsOwn_andItsRecipeSaysSo() {
    List<GenerateRequest> requests =
        List.of(
            heart().build(),
            heart().setGuidanceRescale(0.7).build(),
            heart().setGuidanceInterval(GuidanceInterval.newBuilder().setEnd(0.5)).build(),
            heart()
                .setGuidanceSchedule(
                    GuidanceSchedule.newBuilder()
                        .setShape(GuidanceShape.GUIDANCE_SHAPE_COSINE)
                        .setEnd(3))
                .build(),
            heart()
                .setDynamicThresholding(DynamicThresholding.newBuilder().setRatio(0.9).setRange(1))
                .build(),
            heart().setPerpNeg(1).build(),
            heart().setCfgPlusPlus(0.8).build());
    List<GenerateImagesResponse> answers = requests.stream().map(this::draw).toList();
    assertThat(answers.stream().map(answer -> answer.getImages(0).getPng()).toList())
        .doesNotHaveDuplicates();
    assertThat(answers.stream().skip(1).map(answer -> answer.getImages(0).getRecipeJson()).toList())
        .satisfiesExactly(
            recipe -> assertThat(recipe).contains("\"guidance_rescale\":0.7"),
            recipe -> assertThat(recipe).contains("\"guidance_interval\":{\"end\":0.5}"),
            recipe -> assertThat(recipe).contains("\"shape\":\"GUIDANCE_SHAPE_COSINE\""),
            recipe -> assertThat(recipe).contains("\"dynamic_thresholding\":{\"ratio\":0.9"),
            recipe -> assertThat(recipe).contains("\"perp_neg\":1.0"),
            recipe -> assertThat(recipe).contains("\"cfg_plus_plus\":0.8"));
  }

  @Test
  void interval_costsTheRowsThatThePlanSays() {
    GenerateImagesResponse answer =
        draw(heart().setGuidanceInterval(GuidanceInterval.newBuilder().setStart(0.5)).build());
    assertThat(answer.getPlan().getRowsPerEvaluation()).isEqualTo(2);
    assertThat(answer.getPlan().getRowsPerImage()).isEqualTo(6);
    assertThat(answer.getStats().getRows()).isEqualTo(6);
  }

  @Test
  void perpNeg_costsAThirdRow() {
    GenerateImagesResponse answer = draw(heart().setPerpNeg(1).build());
    assertThat(answer.getPlan().getRowsPerEvaluation()).isEqualTo(3);
    assertThat(answer.getStats().getRows()).isEqualTo(12);
  }

  @Test
  void intervalOfEverything_drawsThePlainPicture() {
    assertThat(
            latents(heart().setGuidanceInterval(GuidanceInterval.newBuilder().setEnd(1)).build()))
        .isEqualTo(latents(heart().build()));
  }

  /** Four steps, from a scale that the options change visibly. */
  private static GenerateRequest.Builder heart() {
    return Client.quick("a red heart")
        .setSampler("euler")
        .setNegativePrompt("a blue star")
        .setGuidanceScale(6);
  }
}
