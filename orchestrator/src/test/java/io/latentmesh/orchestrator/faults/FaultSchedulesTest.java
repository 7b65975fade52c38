package io.latentmesh.orchestrator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.latentmesh.orchestrator.stage.Stage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Seeded schedules of requests and faults against a mesh in this JVM: three denoisers, two text
 * encoders, two autoencoders.
 *
 * <p>{@code -Dlatentmesh.faults.schedules=5000} runs more of them, {@code
 * -Dlatentmesh.faults.seed=N} runs seed N alone, {@code -Dlatentmesh.faults.first=N} begins there.
 */
class FaultSchedulesTest {
  private static final int SCHEDULES = Integer.getInteger("latentmesh.faults.schedules", 300);
  private static final long FIRST = Long.getLong("latentmesh.faults.first", 0);
  private static final long ONLY = Long.getLong("latentmesh.faults.seed", -1);

  /** Schedules mostly wait, for timeouts and restarts. */
  private static final int AT_ONCE = 4;

  private static final int REPORTED = 5;

  private final Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level level = log.getLevel();

  @BeforeEach
  void beQuiet() {
    log.setLevel(Level.OFF);
  }

  @AfterEach
  void beAsBefore() {
    log.setLevel(level);
  }

  @Test
  void anySchedule_losesNoImageAndChangesNoPixel() throws Exception {
    Queue<String> broken = new ConcurrentLinkedQueue<>();
    Map<String, Double> moves = new ConcurrentHashMap<>();
    var pictures = new Pictures();
    var permits = new Semaphore(AT_ONCE);
    long[] seeds = seeds();
    try {
      // Alone: a cold process loads classes, which takes longer than requests have.
      broken.addAll(check(Schedule.of(seeds[0]), pictures, moves));
      for (long seed : Arrays.copyOfRange(seeds, 1, seeds.length)) {
        permits.acquire();
        Thread.ofVirtual()
            .start(() -> {
              broken.addAll(check(Schedule.of(seed), pictures, moves));
              permits.release();
            });
      }
      permits.acquire(AT_ONCE);
    } finally {
      pictures.close();
    }
    System.out.println("moves: " + new TreeMap<>(moves));
    assertThat(broken.stream().limit(REPORTED)).as("%d are broken", broken.size()).isEmpty();
  }

  private static List<String> check(
      Schedule schedule, Pictures pictures, Map<String, Double> moves) {
    try {
      List<String> problems = schedule.run(pictures, mesh -> count(mesh, moves));
      return problems.isEmpty() ? List.of() : List.of(problems + " in " + schedule);
    } catch (IOException | InterruptedException | RuntimeException e) {
      return List.of(e + " in " + schedule);
    }
  }

  private static void count(FaultyMesh mesh, Map<String, Double> moves) {
    for (Stage stage : Stage.values()) {
      mesh.moves(stage).forEach((reason, count) -> moves.merge(reason, count, Double::sum));
    }
  }

  private static long[] seeds() {
    return ONLY >= 0 ? new long[] {ONLY} : LongStream.range(FIRST, FIRST + SCHEDULES).toArray();
  }
}
