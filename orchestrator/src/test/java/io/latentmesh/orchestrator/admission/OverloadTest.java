package io.latentmesh.orchestrator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.admission.SimulatedMesh.Request;
import io.latentmesh.orchestrator.stage.BatchCurve;
import io.latentmesh.orchestrator.stage.BatchCurves;
import io.latentmesh.orchestrator.stage.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Twice what two SD 1.5 replicas can do, for two minutes of virtual time: Poisson arrivals of
 * guided images of 10, 20 and 50 steps, each with 10 to 40 s to its deadline.
 */
class OverloadTest {
  private static final BatchCurve CURVE = BatchCurves.sd15();
  private static final RowSize SIZE = new RowSize(CURVE.latentShape(), CURVE.tokens());
  private static final int[] STEPS = {10, 20, 50};
  private static final long SECOND = Works.SECOND;
  private static final long LOAD_NANOS = 120 * SECOND;
  private static final long WARM_NANOS = 20 * SECOND;

  private final SimulatedMesh mesh =
      new SimulatedMesh(
          CURVE,
          2,
          new AdmissionLimits(256, Duration.ofSeconds(10), 0, 1.2, Works.tenants(Map.of())));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void twiceTheCapacity_isServedAtCapacityAndInTime(long seed) {
    List<Request> requests = overload(new SplittableRandom(seed));
    mesh.runUntil(LOAD_NANOS);
    double goodput = goodput(requests);
    mesh.runUntil(LOAD_NANOS + 60 * SECOND);
    long admitted = requests.stream().filter(request -> !request.refused).count();
    long broken =
        requests.stream().filter(request -> !request.refused && !request.inTime()).count();
    long expelled = requests.stream().filter(request -> request.expelled).count();
    System.out.printf(
        "XX seed %d goodput %.3f offered %d admitted %d broken %d expelled %d%n",
        seed, goodput, requests.size(), admitted, broken, expelled);
    assertThat(goodput).isGreaterThan(0.9);
    assertThat(broken).isZero();
    assertThat(mesh.state().running().rowsInFlight()).isZero();
    assertThat(mesh.state().queued().inAll()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void endOfTheLoad_bringsBackTheUnloadedTime(long seed) {
    overload(new SplittableRandom(seed));
    List<Request> after = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      after.add(mesh.arrive(work(20, 5), LOAD_NANOS + (10 + i) * SECOND));
    }
    mesh.runUntil(LOAD_NANOS + 60 * SECOND);
    System.out.printf(
        "XX after %s%n",
        after.stream()
            .map(r ->
                r.refused ? "refused" : "%.2f".formatted((r.endedNanos - r.arrivedNanos) / 1e9))
            .toList());
    assertThat(after).allMatch(Request::inTime);
  }

  private List<Request> overload(SplittableRandom random) {
    double evaluations = (10 + 20 + 50) / 3.0;
    double perSecond = 2 * mesh.capacity() / (2 * evaluations);
    List<Request> requests = new ArrayList<>();
    double now = 0;
    while (now < LOAD_NANOS) {
      now += -Math.log(1 - random.nextDouble()) / perSecond * SECOND;
      int steps = STEPS[random.nextInt(STEPS.length)];
      requests.add(mesh.arrive(work(steps, random.nextDouble(10, 40)), (long) now));
    }
    return requests;
  }

  private static Work work(int steps, double seconds) {
    return new Work(
        new Work.Caller(
            "", Priority.INTERACTIVE, Optional.of(Duration.ofMillis((long) (seconds * 1000)))),
        new Work.Volume(2, steps, 1, SIZE),
        List.of(CURVE));
  }

  /** Rows of images that were done in time, over what the replicas could have done. */
  private double goodput(List<Request> requests) {
    double rows =
        requests.stream()
            .filter(request -> request.endedNanos > WARM_NANOS && request.inTime())
            .mapToDouble(
                request -> request.work.volume().rows() * request.work.volume().evaluations())
            .sum();
    return rows * SECOND / (LOAD_NANOS - WARM_NANOS) / mesh.capacity();
  }
}
