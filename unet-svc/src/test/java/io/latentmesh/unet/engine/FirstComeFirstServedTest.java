package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstComeFirstServedTest {
  private final FirstComeFirstServed policy = new FirstComeFirstServed(3);

  @Test
  void choose_nothingWaits_choosesNothing() {
    assertThat(choose(List.of())).isEmpty();
  }

  @Test
  void choose_oneKind_takesTheOldestUpToMaxRows() {
    List<Row> rows = List.of(Rows.small(1), Rows.small(2), Rows.small(3), Rows.small(4));

    assertThat(choose(rows)).containsExactlyElementsOf(rows.subList(0, 3));
  }

  @Test
  void choose_fewerThanMaxRows_doesNotWaitForMore() {
    Row only = Rows.small(1);

    assertThat(choose(List.of(only))).containsExactly(only);
  }

  @Test
  void choose_twoLatentShapes_takesTheKindOfTheOldest() {
    Row first = Rows.wide(1);
    Row second = Rows.wide(3);

    assertThat(choose(List.of(first, Rows.small(2), second))).containsExactly(first, second);
  }

  @Test
  void choose_twoConditioningLengths_keepsThemApart() {
    Row first = Rows.of(Rows.SMALL, 77, 1);
    Row longer = Rows.of(Rows.SMALL, 154, 1);

    assertThat(choose(List.of(first, longer))).containsExactly(first);
  }

  @Test
  void choose_unlikeTimesteps_runTogether() {
    List<Row> rows = List.of(Rows.small(981), Rows.small(1), Rows.small(123.45f));

    assertThat(choose(rows)).isEqualTo(rows);
  }

  private List<Row> choose(List<Row> rows) {
    Waiting waiting = new Waiting(rows, Shares.none(), Map.of(), Map.of(), Turnaround.unknown(), 0);
    return policy.choose(waiting).rows();
  }

  @Test
  void constructor_noRows_isRefused() {
    assertThatThrownBy(() -> new FirstComeFirstServed(0))
        .hasMessage("maxRows must be at least 1, was 0");
  }
}
