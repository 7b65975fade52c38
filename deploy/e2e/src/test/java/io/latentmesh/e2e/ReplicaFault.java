package io.latentmesh.e2e;

/** What may happen to one of several replicas. */
enum ReplicaFault {
  CRASH,
  HANG,
  PARTITION,
  OUT_OF_MEMORY,
  RESET,
  BLACKHOLE,
  LOSS_OF_A_FIFTH,
  ONE_MEGABIT_A_SECOND;

  void inflict(TierContainer replica) {
    switch (this) {
      case CRASH -> replica.crash();
      case HANG -> replica.pause();
      case PARTITION -> replica.leaveNetwork();
      case OUT_OF_MEMORY -> replica.exhaustMemory();
      case RESET -> HostTools.filter(replica.pid(), "-j", "REJECT", "--reject-with", "tcp-reset");
      case BLACKHOLE -> HostTools.filter(replica.pid(), "-j", "DROP");
      case LOSS_OF_A_FIFTH -> HostTools.filter(replica.pid(), fifth());
      case ONE_MEGABIT_A_SECOND -> HostTools.narrow(replica.pid(), "1mbit");
    }
  }

  void heal(TierContainer replica) {
    switch (this) {
      case CRASH, OUT_OF_MEMORY -> replica.startAgain();
      case HANG -> replica.unpause();
      case PARTITION -> replica.joinNetwork();
      case RESET, BLACKHOLE, LOSS_OF_A_FIFTH -> HostTools.filterNothing(replica.pid());
      case ONE_MEGABIT_A_SECOND -> HostTools.widen(replica.pid());
    }
  }

  private static String[] fifth() {
    return "-m statistic --mode random --probability 0.2 -j DROP".split(" ", -1);
  }
}
