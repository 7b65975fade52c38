package io.latentmesh.orchestrator.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.sampling.Denoiser;
import org.junit.jupiter.api.Test;

class GenerationSpansTest {

  @Test
  void steps_whereNothingIsRecorded_costNothing() {
    Denoiser model = (x, sigma) -> x;
    assertThat(GenerationSpans.steps(model, 0)).isSameAs(model);
  }
}
