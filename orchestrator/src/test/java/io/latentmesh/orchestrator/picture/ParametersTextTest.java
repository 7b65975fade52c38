package io.latentmesh.orchestrator.picture;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.orchestrator.request.Requests;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ParametersTextTest {
  private final FakeMesh mesh = new FakeMesh();

  @Test
  void request_withEverything_isWrittenAsA1111Does() {
    var text = new GenerationRequest.Text("a red heart", Optional.of("blurry"), OptionalInt.of(1));
    assertThat(
            text(
                with(
                    Requests.text(text),
                    Requests.sampler("dpm++-2m"),
                    Requests.schedule("karras"))))
        .isEqualTo(
            """
            a red heart
            Negative prompt: blurry
            Steps: 3, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 2.5, Seed: 7, \
            Size: 16x16, Model hash: bbbbbbbbbb, Model: fake, Clip skip: 2, \
            Version: latentmesh %s\
            """
                .formatted(Version.current()));
  }

  @Test
  void negativePrompt_empty_hasNoLine() {
    assertThat(text(Requests.simple())).startsWith("a red heart\nSteps: 3, Sampler: PLMS, ");
  }

  @Test
  void guidance_whole_hasNoFraction() {
    assertThat(text(with(Requests.guidanceScale(7)))).contains("CFG scale: 7,");
  }

  @Test
  void seed_aboveTheSignedRange_isUnsigned() {
    assertThat(ParametersText.of(mesh.plan(Requests.simple()), -1))
        .contains("Seed: 18446744073709551615,");
  }

  private String text(GenerationRequest request) {
    return ParametersText.of(mesh.plan(request), 7);
  }
}
