package io.latentmesh.orchestrator.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.orchestrator.sampling.LatentShape;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchCurveTest {
  private static final LatentShape SHAPE = new LatentShape(4, 8, 8);

  @Test
  void nanos_atAPoint_isThePoint() {
    assertThat(BatchCurves.sd15().nanos(8)).isEqualTo(74e6);
  }

  @Test
  void nanos_betweenPoints_isOnTheLine() {
    assertThat(BatchCurves.sd15().nanos(12)).isEqualTo(106e6);
  }

  @Test
  void nanos_belowTheFirstPoint_isTheFirstPoint() {
    assertThat(BatchCurves.sd15().nanos(1)).isEqualTo(22e6);
  }

  @Test
  void nanos_beyondTheLastPoint_growsWithTheRows() {
    assertThat(BatchCurves.sd15().nanos(32)).isEqualTo(276e6);
  }

  @Test
  void bestRow_isThatOfTheBestBatchWithinTheBudget() {
    var curve = new BatchCurve(SHAPE, 6, new TreeMap<>(Map.of(1, 10L, 4, 20L, 8, 80L, 16, 16L)), 8);
    assertThat(curve.bestRowNanos()).isEqualTo(5);
  }

  @Test
  void curve_withoutPoints_isRefused() {
    assertThatThrownBy(() -> new BatchCurve(SHAPE, 6, new TreeMap<>(), 8))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
