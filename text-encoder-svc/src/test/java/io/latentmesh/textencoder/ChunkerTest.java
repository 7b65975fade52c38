package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final int COMMA = 99;

  private final Chunker chunker = new Chunker(30);

  @Test
  void noTokens_areOneEmptyChunk() {
    assertThat(chunker.chunks()).containsExactly(List.of());
  }

  @Test
  void fullChunk_isNotFollowedByAnEmptyOne() {
    words(30);
    assertThat(sizes()).containsExactly(30);
  }

  @Test
  void tokensWithoutCommas_fillEachChunk() {
    words(65);
    assertThat(sizes()).containsExactly(30, 30, 5);
  }

  @Test
  void tokensBehindANearComma_moveToTheNextChunk() {
    words(10);
    comma();
    words(20);
    assertThat(sizes()).containsExactly(11, 20);
  }

  @Test
  void tokensBehindAFarComma_stay() {
    words(9);
    comma();
    words(21);
    assertThat(sizes()).containsExactly(30, 1);
  }

  @Test
  void commaThatDoesNotFit_opensTheNextChunkAlone() {
    words(25);
    comma();
    words(4);
    comma();
    words(1);
    assertThat(sizes()).containsExactly(30, 2);
  }

  @Test
  void commaOfAChunkThatEnded_countsNoMore() {
    words(29);
    comma();
    words(31);
    assertThat(sizes()).containsExactly(30, 30, 1);
  }

  @Test
  void endedChunk_staysShort() {
    words(3);
    chunker.endChunk();
    chunker.endChunk();
    words(2);
    assertThat(sizes()).containsExactly(3, 0, 2);
  }

  @Test
  void everyToken_isInExactlyOneChunkInOrder() {
    IntStream.range(0, 500).forEach(i -> add(i % 7 == 3 ? COMMA : i));
    assertThat(chunker.chunks().stream().flatMap(List::stream).map(WeightedToken::id).toList())
        .isEqualTo(
            IntStream.range(0, 500).mapToObj(i -> i % 7 == 3 ? (long) COMMA : (long) i).toList());
  }

  private void words(int count) {
    IntStream.range(0, count).forEach(this::add);
  }

  private void comma() {
    add(COMMA);
  }

  private void add(int id) {
    chunker.add(new WeightedToken(id, id == COMMA ? ",</w>" : "x</w>", 1));
  }

  private List<Integer> sizes() {
    return chunker.chunks().stream().map(List::size).toList();
  }
}
