package io.latentmesh.bench.abuse;

import io.latentmesh.bench.resources.Holding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Bad calls against a mesh, many at once, while a witness sees to it that others are served as
 * before. What processes hold is read three times, each at rest: after a warm-up, in the middle and
 * at the end.
 */
public final class Abuse {
  private static final int WARM_UP_SHARE = 10;

  private final Plan plan;
  private final List<Victim> mesh;
  private final BadCalls calls;
  private final AtomicLong made = new AtomicLong();
  private final Tally tally = new Tally();
  private final Map<MeshService, Integer> ports = new EnumMap<>(MeshService.class);
  private final List<Map<String, Holding>> holdings = new ArrayList<>();
  private final List<String> inFlight = new ArrayList<>();
  private volatile long begun;

  /**
   * What to do.
   *
   * @param first number of the first call
   * @param calls how many
   * @param clients that call at once
   * @param longest when no more calls are made, however many are left
   * @param progress told the number of each call that is over
   */
  public record Plan(
      long seed, long first, long calls, int clients, Duration longest, LongConsumer progress) {}

  private Abuse(Plan plan, List<Victim> mesh) {
    this.plan = plan;
    this.mesh = List.copyOf(mesh);
    this.calls = new BadCalls(plan.seed());
    mesh.forEach(victim -> ports.put(victim.service(), victim.port()));
  }

  /** Makes all calls of a plan on a mesh that serves the demo model in plaintext. */
  public static AbuseResult run(Plan plan, List<Victim> mesh) throws InterruptedException {
    return new Abuse(plan, mesh).run();
  }

  private AbuseResult run() throws InterruptedException {
    begun = System.nanoTime();
    try (var witness = new Witness(mesh)) {
      long warm = plan.first() + plan.calls() / WARM_UP_SHARE;
      long end = plan.first() + plan.calls();
      long middle = warm + (end - warm) / 2;
      leg(new Leg(plan.first(), warm, 0.1), witness);
      leg(new Leg(warm, middle, 0.55), witness);
      leg(new Leg(middle, end, 1), witness);
      witness.look();
      witness.compareAll();
      return new AbuseResult(
          plan,
          made.get(),
          tally,
          new AbuseResult.Watched(
              witness.complaints(), witness.pictures(), witness.refused(), witness.checks()),
          new AbuseResult.Left(holdings, inFlight),
          (System.nanoTime() - begun) / 1e9);
    }
  }

  /**
   * Some of the calls.
   *
   * @param share of the longest time after which the rest of them is left out
   */
  private record Leg(long from, long to, double share) {}

  private void leg(Leg leg, Witness witness) throws InterruptedException {
    Thread watching = witness.watch();
    var next = new AtomicLong(leg.from());
    Map<MeshService, GrpcCaller> callers = new EnumMap<>(MeshService.class);
    mesh.forEach(victim -> callers.put(victim.service(), GrpcCaller.open(victim.address())));
    List<Thread> clients = new ArrayList<>();
    for (int client = 0; client < plan.clients(); client++) {
      clients.add(Thread.ofPlatform().start(() -> client(next, leg, callers)));
    }
    for (Thread client : clients) {
      client.join();
    }
    witness.end();
    watching.join();
    callers.values().forEach(GrpcCaller::close);
    inFlight.addAll(Rest.await(mesh));
    Map<String, Holding> held = new LinkedHashMap<>();
    mesh.forEach(victim ->
        victim.process().ifPresent(process -> held.put(process.name(), process.holding())));
    holdings.add(held);
  }

  private void client(AtomicLong next, Leg leg, Map<MeshService, GrpcCaller> callers) {
    long end = begun + (long) (leg.share() * plan.longest().toNanos());
    try (var raw = new RawCaller(ports)) {
      for (long number = next.getAndIncrement();
          number < leg.to() && System.nanoTime() - end < 0;
          number = next.getAndIncrement()) {
        BadCall call = calls.get(number);
        tally.add(call, make(call, callers, raw));
        made.incrementAndGet();
        plan.progress().accept(number);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Ending make(BadCall call, Map<MeshService, GrpcCaller> callers, RawCaller raw)
      throws IOException {
    return switch (call) {
      case BadCall.OfFrames frames -> raw.make(frames);
      case BadCall.OfMessages messages -> {
        GrpcCaller caller = callers.get(call.service());
        if (caller == null) {
          throw new IllegalStateException("no caller of " + call.service());
        }
        yield caller.make(messages);
      }
    };
  }
}
