package io.latentmesh.unet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaddingTest {
  static Stream<Arguments> choices() {
    return Stream.of(
        Arguments.of("warm: as it is", 4, List.of(1, 2, 4, 8), 0, 100, 4),
        Arguments.of("not warm: up to the next", 3, List.of(1, 2, 4, 8), 0, 100, 4),
        Arguments.of("wasted as much as a search costs", 3, List.of(1, 2, 4, 8), 100, 100, 3),
        Arguments.of("searching costs nothing", 3, List.of(1, 2, 4, 8), 0, 0, 3),
        Arguments.of("the next is more than twice as much", 3, List.of(1, 8), 0, 100, 3),
        Arguments.of("nothing is warm", 1, List.of(), 0, 0, 1),
        Arguments.of("nothing is warm: for others, too", 5, List.of(), 0, 0, 8),
        Arguments.of("more than all that are warm", 9, List.of(1, 2, 4, 8), 0, 100, 16));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("choices")
  void rows_bySituation(
      String name, int rows, List<Integer> warm, long wasted, long search, int expected) {
    assertThat(Padding.rows(rows, new TreeSet<>(warm), wasted, search))
        .as(name)
        .isEqualTo(expected);
  }
}
