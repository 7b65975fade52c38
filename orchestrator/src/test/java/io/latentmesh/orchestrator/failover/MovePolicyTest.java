package io.latentmesh.orchestrator.failover;

import static io.latentmesh.orchestrator.failover.ScriptedTier.replica;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovePolicyTest {

  @ParameterizedTest(name = "{0} and {1} streams, from the first: moves {2}")
  @CsvSource({
    "0, 0, false",
    "1, 0, false",
    "2, 0, true",
    "3, 2, false",
    "4, 2, true",
    "1, 5, false"
  })
  void stream_movesFromTwoMoreOn(int own, int other, boolean moves) {
    Optional<SocketAddress> target = MovePolicy.target(replica(0), streams(List.of(own, other)));
    assertThat(target).isEqualTo(moves ? Optional.of(replica(1)) : Optional.empty());
  }

  @Test
  void target_isTheLeastBusyOfAll() {
    assertThat(MovePolicy.target(replica(0), streams(List.of(9, 3, 1, 4)))).contains(replica(2));
  }

  @Test
  void replicaThatIsNotReady_keepsItsStreams() {
    assertThat(MovePolicy.target(replica(7), streams(List.of(0, 0)))).isEmpty();
  }

  @Test
  void anyStart_comesToRestEvenly() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      int replicas = random.nextInt(1, 6);
      List<Integer> start = random.ints(replicas, 0, 20).boxed().toList();
      Map<SocketAddress, Integer> streams = streams(start);
      int moves = moveUntilRest(streams, random);
      assertThat(streams.values().stream().mapToInt(n -> n).sum())
          .isEqualTo(start.stream().mapToInt(n -> n).sum());
      assertThat(max(streams) - min(streams)).as("seed %d", seed).isLessThanOrEqualTo(1);
      assertThat(moves).as("seed %d", seed).isLessThanOrEqualTo(20 * replicas);
    }
  }

  /** Streams ask in random order until a whole round of them stays. */
  private static int moveUntilRest(Map<SocketAddress, Integer> streams, SplittableRandom random) {
    int moves = 0;
    int stays = 0;
    while (stays < 50 * streams.size()) {
      SocketAddress own = replica(random.nextInt(streams.size()));
      Optional<SocketAddress> target = MovePolicy.target(own, streams);
      if (target.isPresent()) {
        streams.merge(own, -1, Integer::sum);
        streams.merge(target.get(), 1, Integer::sum);
        moves++;
      }
      stays = target.isPresent() ? 0 : stays + 1;
    }
    return moves;
  }

  private static Map<SocketAddress, Integer> streams(List<Integer> counts) {
    Map<SocketAddress, Integer> streams = new LinkedHashMap<>();
    IntStream.range(0, counts.size()).forEach(i -> streams.put(replica(i), counts.get(i)));
    return streams;
  }

  private static int max(Map<SocketAddress, Integer> streams) {
    return streams.values().stream().mapToInt(n -> n).max().orElseThrow();
  }

  private static int min(Map<SocketAddress, Integer> streams) {
    return streams.values().stream().mapToInt(n -> n).min().orElseThrow();
  }
}
