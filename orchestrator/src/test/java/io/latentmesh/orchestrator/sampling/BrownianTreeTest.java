package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The path's own numbers; deploy/parity has larger ones. */
class BrownianTreeTest {
  private static final LatentShape SHAPE = new LatentShape(1, 1, 4);
  private static final Offset<Float> LIMIT = Offset.offset(1e-6f);

  private static BrownianTree tree() {
    return new BrownianTree(SHAPE, 42, 0.029167532920837402, 14.614645004272461);
  }

  /** Of torchsde 0.2.6. */
  @ParameterizedTest
  @CsvSource({
    "14.614645004272461, 7, -0.75542647, 1.2923021, -1.5461639, 0.11933193",
    "7, 3, -0.13328238, 0.07802705, 0.48074892, 0.2387812",
    "3, 1, 2.522757, 0.3559398, 1.6151584, -0.27974477",
    "1, 0.30000001192092896, 1.2019426, 0.7998275, -0.71303785, -0.90542066",
    "0.30000001192092896, 0.029167532920837402, -0.91627777, 0.59083784, -0.98600018, 1.7632883",
  })
  void between_twoLevels_isTorchsdes(
      double sigma, double next, float first, float second, float third, float fourth) {
    assertThat(tree().between(sigma, next).toArray())
        .containsExactly(new float[] {first, second, third, fourth}, LIMIT);
  }

  @Test
  void between_askedUpwards_isTheOppositeOfDownwards() {
    float[] down = tree().between(7, 3).toArray();
    float[] up = tree().between(3, 7).toArray();
    for (int i = 0; i < up.length; i++) {
      assertThat(up[i]).isEqualTo(-down[i]);
    }
  }

  /**
   * What looks like a tie after multiplying by 10^6 lies above it, lies below it, or is one, which
   * goes to the even neighbour: as Python's round has it.
   */
  @ParameterizedTest
  @CsvSource({
    "0.1000125, 0.100013",
    "0.1002345, 0.100235",
    "0.1000495, 0.100049",
    "0.1001975, 0.100197",
    "0.6328125, 0.632812",
    "1.2109375, 1.210938",
    "0.1000124, 0.100012",
    "0.1000126, 0.100013",
  })
  void increment_fromAnyPoint_isFromThatOf6Digits(double point, double rounded) {
    assertThat(tree().increment(point, 2).toArray())
        .isEqualTo(tree().increment(rounded, 2).toArray());
    assertThat(tree().increment(point, 2).toArray())
        .isNotEqualTo(tree().increment(rounded + 1e-6, 2).toArray());
  }
}
