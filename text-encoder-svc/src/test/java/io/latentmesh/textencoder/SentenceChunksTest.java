package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceChunksTest {
  /** Chunks of at most 4; a word's last token ends in /. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "''=                              ''",
        "a/ b/ c/ d/=                     a/ b/ c/ d/",
        "a/ b/ c/ d/ e/=                  a/ b/ c/ d/|e/",
        "a/ ./ c/ ,/ e/=                  a/ ./|c/ ,/ e/",
        "./ b/ ./ d/ e/=                  ./ b/ ./|d/ e/",
        "a/ ,/ c/ d/ e/=                  a/ ,/|c/ d/ e/",
        "a/ :/ ;/ d/ e/=                  a/ :/ ;/|d/ e/",
        "a/ b/ c d e/=                    a/ b/|c d e/",
        "a b c d e/=                      a b c d|e/",
        "a/ ./ c/ d/ e/ f/ g/=            a/ ./|c/ d/ e/ f/|g/",
      })
  void chunks_ofTokens_endBehindTheBestPlaceThatFits(String tokens, String chunks) {
    assertThat(
            SentenceChunks.of(tokens(tokens), 4).stream()
                .map(SentenceChunksTest::written)
                .collect(Collectors.joining("|")))
        .isEqualTo(chunks);
  }

  private static List<WeightedToken> tokens(String written) {
    return Stream.of(written.split(" "))
        .filter(piece -> !piece.isEmpty())
        .map(piece -> new WeightedToken(1, piece.replace("/", "</w>"), 1))
        .toList();
  }

  private static String written(List<WeightedToken> chunk) {
    return chunk.stream()
        .map(token -> token.piece().replace("</w>", "/"))
        .collect(Collectors.joining(" "));
  }
}
