package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.BatchPolicy;
import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Device;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.StepEngine;
import io.latentmesh.unet.engine.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** One run of the real engine in virtual time. Confined to one thread, used once. */
final class Simulation {
  /* Design. The clock moves in two places: a forward takes what its curve says, and when the engine
   * has nothing to run, time jumps to the next row that arrives or to the end of a hold. An answer
   * needs one turnaround until the next row of its stream is here; the last answer needs it until
   * the caller has it, so that an unloaded image takes steps x (forward + turnaround). */

  /** Rows in the queue from which on more come than go: the run would only show its own length. */
  private static final int OVERFULL = 1500;

  private record Event(long nanos, Stream stream) {}

  private final Setting setting;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos));
  private final StepEngine engine;
  private final List<Stream> streams = new ArrayList<>();
  private long clock;
  private long busy;

  private Simulation(Setting setting, BatchPolicy policy) {
    this.setting = setting;
    var observer = new Unobserved();
    Device device =
        new Device(
            this::denoise,
            Map.of(Stream.KIND, setting.curve()),
            setting.maxRows(),
            List::of,
            Duration.ofSeconds(1));
    this.engine =
        new StepEngine(
            device, policy, new Surroundings(() -> clock, Runnable::run, observer, observer));
  }

  /** What becomes of {@code requests}, which come in order. */
  static Outcome run(Setting setting, BatchPolicy policy, List<Request> requests) {
    var simulation = new Simulation(setting, policy);
    requests.forEach(simulation::arrive);
    return simulation.drive() ? simulation.outcome() : Outcome.OVERFULL;
  }

  private void arrive(Request request) {
    var claim =
        new Claim(
            new Claim.Tenant("", 1), request.urgency(), request.steps(), request.arrivalNanos());
    Stream stream = new Stream(request, claim, this::answered);
    streams.add(stream);
    events.add(new Event(request.arrivalNanos(), stream));
  }

  /** Runs to the end; false when there is none in sight. */
  private boolean drive() {
    while (engine.waiting() < OVERFULL) {
      deliver();
      if (engine.step() > 0) {
        continue;
      }
      long hold = engine.patienceNanos();
      if (events.isEmpty() && hold == Long.MAX_VALUE) {
        return true;
      }
      long next = events.isEmpty() ? Long.MAX_VALUE : events.element().nanos;
      clock = hold == Long.MAX_VALUE ? next : Math.min(next, clock + hold);
    }
    return false;
  }

  private void deliver() {
    while (!events.isEmpty() && events.element().nanos <= clock) {
      Event event = events.remove();
      engine.submit(event.stream.next(event.nanos));
    }
  }

  private List<float[]> denoise(List<Row> rows) {
    long nanos = setting.curve().nanos(rows.size());
    busy += nanos;
    clock += nanos;
    return Collections.nCopies(rows.size(), Stream.NOTHING);
  }

  private void answered(Stream stream) {
    if (stream.isDone()) {
      stream.end(clock + setting.turnaroundNanos());
      engine.left(stream.claim());
      return;
    }
    events.add(new Event(clock + setting.turnaroundNanos(), stream));
  }

  private Outcome outcome() {
    List<Double> slowdowns = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    for (Stream stream : streams) {
      double latency = stream.latencyNanos();
      slowdowns.add(latency / setting.unloadedNanos(stream.request()));
      seconds.add(latency / 1e9);
    }
    long first = streams.getFirst().request().arrivalNanos();
    return new Outcome(slowdowns, seconds, 1 - busy / (double) (clock - first));
  }
}
