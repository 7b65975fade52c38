package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowLanesTest {
  @Test
  void deal_moreRowsThanParts_keepsOrderAndBalance() {
    assertThat(RowLanes.deal(List.of(1, 2, 3, 4, 5), 2))
        .containsExactly(List.of(1, 2), List.of(3, 4, 5));
  }

  @Test
  void deal_oneRowPerPart() {
    assertThat(RowLanes.deal(List.of(1, 2, 3), 3))
        .containsExactly(List.of(1), List.of(2), List.of(3));
  }
}
