package io.latentmesh.orchestrator.failover;

import io.grpc.Status.Code;
import io.latentmesh.serving.ServiceException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A tier without threads or sockets: replicas answer after so many nanoseconds of a clock that only
 * moves while somebody waits.
 */
final class ScriptedTier implements ReplicaView, Work<String>, Caller {
  static final FailoverLimits LIMITS =
      new FailoverLimits(4, Duration.ofSeconds(30), 8, Duration.ofMillis(100));
  static final long NEVER = Long.MAX_VALUE / 4;

  final List<SocketAddress> ready = new ArrayList<>();
  final List<SocketAddress> visited = new ArrayList<>();
  final List<Set<SocketAddress>> avoided = new ArrayList<>();
  final List<Long> pauses = new ArrayList<>();
  final List<SocketAddress> abandoned = new ArrayList<>();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final FailoverMeters meters = new FailoverMeters(registry, "unet");
  final Map<SocketAddress, Function<Integer, Reply>> replies = new HashMap<>();
  final Tier tier = Tier.of(LIMITS, this, new Surroundings(() -> this.now, () -> 1), meters);
  long now = 1_000;
  long deadline = Long.MAX_VALUE;
  Runnable onPause = () -> {};
  Runnable onLook = () -> {};
  private final Map<SocketAddress, Integer> visits = new HashMap<>();

  /** What a replica does with an attempt. */
  record Reply(long nanos, Outcome<String> outcome) {}

  static SocketAddress replica(int number) {
    return InetSocketAddress.createUnresolved("replica", number);
  }

  static Reply answer(Duration after) {
    return new Reply(after.toNanos(), new Outcome.Answered<>("answer"));
  }

  static Reply failure(Cause cause, Code code) {
    return new Reply(
        0, new Outcome.Failed<>(cause, ServiceException.of(code, code.name(), "unet: " + cause)));
  }

  static Reply silence() {
    return new Reply(NEVER, new Outcome.Answered<>("too late"));
  }

  ScriptedTier with(int number, Reply always) {
    return with(number, visit -> always);
  }

  /**
   * @param reply by number of the visit, from 0
   */
  ScriptedTier with(int number, Function<Integer, Reply> reply) {
    ready.add(replica(number));
    replies.put(replica(number), reply);
    return this;
  }

  String run() throws InterruptedException {
    return new FailoverRun<>(tier, new FailoverRun.Job<>(Kinds.STEP, this, this)).run();
  }

  double moved(String reason) {
    return registry.get("latentmesh.failovers").tag("reason", reason).counter().count();
  }

  double attempts(String result) {
    return registry.get("latentmesh.upstream.attempts").tag("result", result).counter().count();
  }

  @Override
  public List<SocketAddress> ready() {
    return List.copyOf(ready);
  }

  @Override
  public long changes() {
    return 0;
  }

  @Override
  public void awaitChange(long seen, long nanos) {
    pauses.add(nanos);
    now += nanos;
    onPause.run();
  }

  @Override
  public void reconnect() {}

  @Override
  public long remainingNanos() {
    return deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - now);
  }

  @Override
  public boolean gone() {
    return remainingNanos() == 0;
  }

  @Override
  public ServiceException farewell() {
    return ServiceException.of(Code.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", "unet: too late");
  }

  /** The first ready replica that is not avoided, else the first one. */
  @Override
  public Attempt<String> begin(Set<SocketAddress> avoiding) {
    avoided.add(avoiding);
    Optional<SocketAddress> chosen =
        ready.stream()
            .filter(r -> !avoiding.contains(r))
            .findFirst()
            .or(() -> ready.stream().findFirst());
    chosen.ifPresent(visited::add);
    Reply reply = chosen.map(this::reply).orElse(failure(Cause.UNAVAILABLE, Code.UNAVAILABLE));
    return new ScriptedAttempt(chosen, now + reply.nanos, reply.outcome);
  }

  private Reply reply(SocketAddress replica) {
    Function<Integer, Reply> script = replies.get(replica);
    return script == null ? silence() : script.apply(visits.merge(replica, 1, Integer::sum) - 1);
  }

  private final class ScriptedAttempt implements Attempt<String> {
    private final Optional<SocketAddress> replica;
    private final long at;
    private final Outcome<String> outcome;

    ScriptedAttempt(Optional<SocketAddress> replica, long at, Outcome<String> outcome) {
      this.replica = replica;
      this.at = at;
      this.outcome = outcome;
    }

    @Override
    public Optional<Outcome<String>> await(long nanos) {
      if (at - now <= nanos) {
        now = Math.max(now, at);
        return Optional.of(outcome);
      }
      now += nanos;
      onLook.run();
      return Optional.empty();
    }

    @Override
    public Optional<SocketAddress> replica() {
      return replica;
    }

    @Override
    public void abandon() {
      replica.ifPresent(abandoned::add);
    }
  }
}
