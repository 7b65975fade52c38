package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected numbers are those of torch.randn with a CPU generator (torch 2.15, AVX2). */
class TorchGeneratorTest {
  @Test
  void randn_ofManyValues_isTorchsToTheLastBit() {
    assertThat(Arrays.copyOf(new TorchGenerator(42).randn(16), 4))
        .containsExactly(0x1.ed4a52p+0f, 0x1.7cbea6p+0f, 0x1.cd2acep-1f, -0x1.0d81b6p+1f);
  }

  @Test
  void randn_ofOneValue_isTorchsToTheLastBit() {
    assertThat(new TorchGenerator(0).randn(1)).containsExactly(0x1.8a7eb8p+0f);
  }

  @Test
  void randn_ofOneMoreThanABlock_rewritesTheLastSixteen() {
    assertThat(Arrays.copyOf(new TorchGenerator(0).randn(17), 4))
        .containsExactly(-0x1.20370ap+0f, -0x1.b2288cp+0f, 0x1.222008p-1f, 0x1.9646bap-1f);
  }

  @Test
  void randn_ofFewValues_keepsTheSecondOfAPairAcrossALargeDraw() {
    TorchGenerator mixed = new TorchGenerator(7);
    TorchGenerator small = new TorchGenerator(7);
    float[] first = mixed.randn(1);
    mixed.randn(32);
    float[] kept = mixed.randn(1);
    assertThat(small.randn(2)).containsExactly(first[0], kept[0]);
  }

  @Test
  void seed_countsByItsLow32BitsOnly() {
    assertThat(new TorchGenerator((1L << 32) + 5).randn(16))
        .isEqualTo(new TorchGenerator(5).randn(16));
  }

  @Test
  void randn_ofNothing_drawsNothing() {
    TorchGenerator generator = new TorchGenerator(3);
    assertThat(generator.randn(0)).isEmpty();
    assertThat(generator.randn(16)).isEqualTo(new TorchGenerator(3).randn(16));
  }

  @Test
  void noise_ofAGenerator_continuesItsDraws() {
    LatentShape shape = new LatentShape(4, 2, 2);
    Noise noise = Noise.of(new TorchGenerator(9), shape);
    TorchGenerator reference = new TorchGenerator(9);
    assertThat(noise.next().toArray()).isEqualTo(reference.randn(16));
    assertThat(noise.next().toArray()).isEqualTo(reference.randn(16));
  }
}
