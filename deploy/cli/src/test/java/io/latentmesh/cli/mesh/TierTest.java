package io.latentmesh.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TierTest {
  @Test
  void of_numberedProcess_isItsTier() {
    assertThat(Tier.of(named("text-encoder-2"))).isEqualTo(Tier.TEXT_ENCODER);
    assertThat(Tier.of(named("vae"))).isEqualTo(Tier.VAE);
  }

  @Test
  void of_otherName_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tier.of(named("vaeous")))
        .withMessageContaining("vaeous");
  }

  private static MeshProcess named(String name) {
    return new MeshProcess(name, 1, 0, "127.0.0.1:1", "", "");
  }
}
