package io.latentmesh.bench.containers;

import io.latentmesh.bench.chaos.Fault;
import io.latentmesh.bench.chaos.Injury;
import java.util.List;

/** Every kind of fault, done to a container. */
public final class ContainerFaults {
  /** In the order by which a seed chooses. */
  public static final List<Fault.Kind> KINDS = List.of(Fault.Kind.values());

  /** What arrives at the port for calls. */
  private static final String ARRIVING = "INPUT -p tcp --dport 50051 ";

  private ContainerFaults() {}

  /** Does it, and returns when it is done; what is returned undoes it. */
  public static Injury inflict(Fault.Kind kind, Replica replica) {
    return switch (kind) {
      case KILL -> {
        replica.kill();
        yield replica::start;
      }
      case DRAIN -> {
        replica.terminate();
        replica.awaitEnd();
        yield replica::start;
      }
      case OUT_OF_MEMORY -> {
        replica.exhaustMemory();
        yield replica::start;
      }
      case FREEZE -> {
        replica.pause();
        yield replica::unpause;
      }
      case PARTITION -> {
        replica.leaveNetwork();
        yield replica::joinNetwork;
      }
      case RESET -> filter(replica, "-j REJECT --reject-with tcp-reset");
      case BLACKHOLE -> filter(replica, "-j DROP");
      case LOSS -> filter(replica, "-m statistic --mode random --probability 0.2 -j DROP");
      case NARROW -> narrow(replica);
      case LATENCY -> SlowPath.begin(replica.hostSide());
    };
  }

  private static Injury filter(Replica replica, String rule) {
    HostSide host = replica.hostSide();
    host.run("iptables -A " + ARRIVING + rule);
    return () -> host.run("iptables -D " + ARRIVING + rule);
  }

  private static Injury narrow(Replica replica) {
    HostSide host = replica.hostSide();
    String device = host.device();
    host.run("tc qdisc add dev " + device + " root tbf rate 1mbit burst 32kbit latency 400ms");
    return () -> host.run("tc qdisc del dev " + device + " root");
  }
}
