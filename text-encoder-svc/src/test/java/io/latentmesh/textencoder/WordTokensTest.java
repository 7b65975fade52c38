package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordTokensTest {
  /** Fragments of 1, 5, 0 and 2 tokens in chunks of 3, 3 and 2, of windows of 6 positions. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, {1}",
    "0, 1, {}",
    "1, 0, '{2, 3, 4}'",
    "1, 1, '{1, 2, 3}'",
    "1, 2, {}",
    "2, 1, {}",
    "2, 2, {}",
    "3, 1, {}",
    "3, 2, '{1, 2}'",
    "3, 3, {}",
  })
  void covered_ofAFragmentInAChunk_areItsPositions(int fragment, int chunk, String positions) {
    WordTokens words = new WordTokens(List.of(1, 5, 0, 2), chunks(3, 3, 2), 6);
    assertThat(words.covered(fragment, chunk)).hasToString(positions);
  }

  private static List<List<WeightedToken>> chunks(int... sizes) {
    return IntStream.of(sizes)
        .mapToObj(size ->
            IntStream.range(0, size).mapToObj(i -> new WeightedToken(i, "a</w>", 1)).toList())
        .toList();
  }
}
