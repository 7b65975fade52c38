package io.latentmesh.orchestrator.generation;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Floats;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.orchestrator.request.Requests;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.FakeTextEncoder;
import io.latentmesh.orchestrator.stage.TextEncoder;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DenoiserInputsTest {
  private static final Offset<Float> FLOAT = within(1e-6f);

  private final FakeMesh mesh = new FakeMesh();

  @Test
  void denoiserWithoutVectors_getsTheTextAlone() {
    for (Conditioning input : inputs(Requests.simple())) {
      assertThat(input.pooled()).isEmpty();
      assertThat(input.timeIds()).isEmpty();
      assertThat(input.timestepCondition()).isEmpty();
    }
  }

  @Test
  void sixTimeIds_areThePicturesSizeUncropped() {
    mesh.denoiser.vectors(FakeTextEncoder.POOLED_WIDTH, 6, 0);
    List<Conditioning> inputs = inputs(with(Requests.size(32, 16)));
    assertThat(inputs).hasSize(2);
    for (Conditioning input : inputs) {
      assertThat(input.timeIds()).containsExactly(16f, 32f, 0f, 0f, 16f, 32f);
      assertThat(input.pooled()).hasSize(FakeTextEncoder.POOLED_WIDTH);
    }
    assertThat(inputs.getFirst().pooled()).isNotEqualTo(inputs.getLast().pooled());
  }

  @Test
  void fiveTimeIds_endInAScoreForEachSideOfGuidance() {
    mesh.denoiser.vectors(FakeTextEncoder.POOLED_WIDTH, 5, 0);
    List<Conditioning> inputs = inputs(with(Requests.size(16, 16)));
    assertThat(inputs.getFirst().timeIds()).containsExactly(16f, 16f, 0f, 0f, 2.5f);
    assertThat(inputs.getLast().timeIds()).containsExactly(16f, 16f, 0f, 0f, 6f);
  }

  @Test
  void absentNegativePrompt_isZerosWhereTheModelSaysSo() {
    mesh.denoiser.vectors(FakeTextEncoder.POOLED_WIDTH, 6, 0);
    mesh.textEncoder.zeroesMissingNegative();
    Conditioning negative = inputs(Requests.simple()).getFirst();
    assertThat(Floats.asList(negative.hiddenStates())).containsOnly(0f);
    assertThat(Floats.asList(negative.pooled())).containsOnly(0f);
    assertThat(mesh.textEncoder.encoded()).containsExactly(new TextEncoder.Input("a red heart", 0));
  }

  @Test
  void emptyNegativePrompt_isEncodedWhateverTheModelSays() {
    mesh.denoiser.vectors(FakeTextEncoder.POOLED_WIDTH, 6, 0);
    mesh.textEncoder.zeroesMissingNegative();
    inputs(with(Requests.negativePrompt("")));
    assertThat(mesh.textEncoder.encoded()).contains(new TextEncoder.Input("", 0));
  }

  @Test
  void modelThatIsToldItsGuidance_getsOneRowWithFeaturesOfTheScale() {
    mesh.denoiser.vectors(0, 0, 8);
    List<Conditioning> inputs = inputs(with(Requests.guidanceScale(1.5)));
    assertThat(mesh.denoiser.rowsPerEvaluation()).containsOnly(1);
    List<Float> features = inputs.getFirst().timestepCondition();
    assertThat(inputs).hasSize(1);
    assertThat(features).hasSize(8);
    assertThat(features.get(0)).isCloseTo((float) Math.sin(500), FLOAT);
    assertThat(features.get(4)).isCloseTo((float) Math.cos(500), FLOAT);
    assertThat(features.get(3)).isCloseTo((float) Math.sin(500 / 1e4), FLOAT);
    assertThat(features.get(7)).isCloseTo((float) Math.cos(500 / 1e4), FLOAT);
  }

  private List<Conditioning> inputs(GenerationRequest request) {
    mesh.catalog.refresh();
    mesh.generations.generate(
        "job", request, new ImageThreads(Thread.ofVirtual().factory()), new RecordingListener());
    return mesh.denoiser.conditionings().getLast();
  }
}
