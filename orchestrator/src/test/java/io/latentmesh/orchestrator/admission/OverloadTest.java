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

  /** 20 steps of 22 ms, each with 2 ms of travel, and the rest. */
  private static final double ALONE_SECONDS = 0.525;

  private static final long WARM_NANOS = 20 * SECOND;

  private final SimulatedMesh mesh =
      new SimulatedMesh(
          CURVE,
          2,
          new AdmissionLimits(256, Duration.ofSeconds(4), 0, 1.4, Works.tenants(Map.of())));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void twiceTheCapacity_isServedAtCapacityAndInTime(long seed) {
    List<Request> requests = arrivals(new SplittableRandom(seed), LOAD_NANOS);
    mesh.runUntil(LOAD_NANOS);
    double goodput = goodput(requests);
    mesh.runUntil(LOAD_NANOS + 60 * SECOND);
    assertThat(goodput).isGreaterThan(0.9);
    assertThat(requests).filteredOn(request -> !request.refused).allMatch(Request::inTime);
    assertThat(mesh.state().running().rowsInFlight()).isZero();
    assertThat(mesh.state().queued().inAll()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void endOfTheLoad_bringsBackTheUnloadedTime(long seed) {
    arrivals(new SplittableRandom(seed), LOAD_NANOS);
    List<Request> after = new ArrayList<>();
    for (int second = 1; second <= 20; second++) {
      after.add(mesh.arrive(work(20, 10), LOAD_NANOS + second * SECOND));
    }
    mesh.runUntil(LOAD_NANOS + 60 * SECOND);
    assertThat(after).filteredOn(request -> !request.refused).allMatch(Request::inTime);
    assertThat(after.subList(10, 20)).allMatch(request -> seconds(request) < 1.2 * ALONE_SECONDS);
  }

  /** Poisson arrivals of twice what the replicas can do. */
  private List<Request> arrivals(SplittableRandom random, double untilNanos) {
    double evaluations = (10 + 20 + 50) / 3.0;
    double perSecond = 2 * mesh.capacity() / (2 * evaluations);
    List<Request> requests = new ArrayList<>();
    double now = 0;
    while (now < untilNanos) {
      now += -Math.log(1 - random.nextDouble()) / perSecond * SECOND;
      int steps = STEPS[random.nextInt(STEPS.length)];
      requests.add(mesh.arrive(work(steps, random.nextDouble(10, 40)), (long) now));
    }
    return requests;
  }

  private static double seconds(Request request) {
    return (request.endedNanos - request.arrivedNanos) / 1e9;
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
