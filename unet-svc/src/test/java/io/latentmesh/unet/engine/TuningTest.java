package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TuningTest {
  @Test
  void constructor_noStretch_isRefused() {
    assertThatThrownBy(() -> new Tuning(1, 10, 0)).hasMessage("stretch must be above 1, was 1.0");
  }

  @Test
  void constructor_lessPatienceThanStretch_isRefused() {
    assertThatThrownBy(() -> new Tuning(3, 2, 0))
        .hasMessage("patience must be at least stretch, was 2.0");
  }

  @Test
  void constructor_holdShareAboveOne_isRefused() {
    assertThatThrownBy(() -> new Tuning(3, 10, 1.5))
        .hasMessage("holdShare must be from 0 to 1, was 1.5");
  }
}
