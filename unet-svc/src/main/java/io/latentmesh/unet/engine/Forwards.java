package io.latentmesh.unet.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs forwards, and knows how long they take, how many rows they may hold and whether they work.
 * Confined to the engine's thread but for {@link #learn}, {@link #sizings} and {@link #isStuck}.
 */
final class Forwards {
  private final Device device;
  private final Surroundings surroundings;
  private final IdleTime idle;
  private final BatchCurves curves;
  private final RowCaps caps;
  private final DeviceHealth health;
  private final RunningForward running = new RunningForward();

  Forwards(Device device, Surroundings surroundings, IdleTime idle) {
    this.device = device;
    this.surroundings = surroundings;
    this.idle = idle;
    this.curves = new BatchCurves(device.measured());
    this.caps = new RowCaps(device.maxRows());
    this.health = new DeviceHealth(device.testInterval().toNanos());
    device.measured().keySet().forEach(this::publish);
  }

  /** Makes sure that the kind has a curve, if only a guess. */
  void expect(Row.Kind kind) {
    curves.expect(kind);
  }

  Map<Row.Kind, BatchCurve> curves() {
    return curves.known();
  }

  Map<Row.Kind, Integer> caps(List<Row> rows) {
    return caps.of(rows, now());
  }

  /** Any thread. */
  Map<Row.Kind, Sizing> sizings() {
    Map<Row.Kind, Sizing> sizings = new HashMap<>();
    curves.known().forEach((kind, curve) -> sizings.put(kind, sizing(kind, curve)));
    return sizings;
  }

  /** Whether the forward that runs will hardly end. Any thread. */
  boolean isStuck(long floorNanos) {
    return running.isStuck(now(), floorNanos);
  }

  boolean isBroken() {
    return health.isBroken();
  }

  long untilTest(long nowNanos) {
    return health.untilTest(nowNanos);
  }

  /**
   * Runs rows of one kind: in one forward or, when memory does not do for that, once more in two.
   *
   * @param waiting how many rows wait for a later forward
   */
  List<Outcome> run(List<Row> batch, int waiting) {
    Outcome outcome = forward(batch, waiting);
    if (outcome instanceof Outcome.Failed(var _, Throwable failure)
        && OutOfMemory.caused(failure)) {
      caps.halve(batch.getFirst().kind(), batch.size(), now());
      publish(batch.getFirst().kind());
      if (batch.size() > 1) {
        return again(batch, waiting);
      }
    }
    return List.of(settled(outcome));
  }

  /** Takes a forward's time into account. Any thread: the device need not wait for this. */
  void learn(Outcome.Ran ran) {
    Row.Kind kind = ran.rows().getFirst().kind();
    curves.ran(kind, ran.forward().rows(), ran.forward().runNanos());
    publish(kind);
  }

  /** Runs a self-test when it is time for one. */
  void testIfDue() {
    if (health.untilTest(now()) > 0) {
      return;
    }
    switch (forward(device.selfTest().get(), 0)) {
      case Outcome.Ran ran when ran.outputs().stream().allMatch(Finite::areAll) -> {
        health.succeeded();
        surroundings.watch().works();
      }
      case Outcome _ -> health.testFailed(now());
    }
  }

  private List<Outcome> again(List<Row> batch, int waiting) {
    surroundings.observer().ranAgain(batch);
    int half = (batch.size() + 1) / 2;
    List<Row> rest = batch.subList(half, batch.size());
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(settled(forward(batch.subList(0, half), waiting + rest.size())));
    outcomes.add(settled(forward(rest, waiting)));
    return outcomes;
  }

  /** Draws the conclusions from an outcome that nothing follows. */
  private Outcome settled(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ran ran -> {
        health.succeeded();
        yield ran;
      }
      case Outcome.Failed(List<Row> rows, Throwable failure) -> {
        health.failed(now());
        if (health.isBroken()) {
          surroundings.watch().broken(failure);
        }
        yield new Outcome.Failed(
            rows,
            OutOfMemory.caused(failure)
                ? new DeviceBrokenException("memory does not do for this evaluation", failure)
                : failure);
      }
    };
  }

  private Outcome forward(List<Row> rows, int waiting) {
    long started = now();
    idle.until(started);
    running.began(started, expectedNanos(rows));
    try {
      List<float[]> outputs = device.network().denoise(rows);
      long ended = now();
      idle.resume(ended);
      requireAll(rows, outputs);
      return new Outcome.Ran(
          rows, outputs, new Forward(started, ended - started, rows.size(), waiting));
    } catch (RuntimeException | Error failure) { // an Error must not end the engine's only thread
      idle.resume(now());
      surroundings.observer().failed(rows, failure);
      return new Outcome.Failed(rows, failure);
    } finally {
      running.ended();
    }
  }

  /** 0 for a kind that has no curve yet. */
  private long expectedNanos(List<Row> rows) {
    BatchCurve curve = curves.known().get(rows.getFirst().kind());
    return curve == null ? 0 : curve.nanos(rows.size());
  }

  private static void requireAll(List<Row> rows, List<float[]> outputs) {
    if (outputs.size() != rows.size()) {
      throw new IllegalStateException(
          "the model answered " + outputs.size() + " of " + rows.size() + " rows");
    }
  }

  private void publish(Row.Kind kind) {
    BatchCurve curve = curves.known().get(kind);
    if (curve != null) {
      surroundings.observer().sized(kind, sizing(kind, curve));
    }
  }

  private Sizing sizing(Row.Kind kind, BatchCurve curve) {
    return new Sizing(curve, Math.min(curve.budget(), caps.cap(kind, now())));
  }

  private long now() {
    return surroundings.nanoTime().getAsLong();
  }
}
