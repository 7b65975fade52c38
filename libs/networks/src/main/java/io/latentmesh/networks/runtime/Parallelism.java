package io.latentmesh.networks.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How the threads of a CPU share the rows of a call. Rows come out the same, bit for bit. */
enum Parallelism {
  /** One run; every operator is divided among all threads. */
  OPERATORS,

  /** Runs side by side: one thread, and a part of the rows, each. */
  ROWS;

  /**
   * A small network's operators take some ten microseconds each, about as long as waking the
   * threads that would share them. Measured on two cores, demo model (8.6 M weights), two rows: 29
   * ms divided by operators, 19 ms by rows; a lone row is 8 % slower. A large network wants all
   * threads for a lone row, too.
   */
  private static final long SMALL_NETWORK_PARAMETERS = 64_000_000;

  static Parallelism of(long parameters) {
    return parameters <= SMALL_NETWORK_PARAMETERS ? ROWS : OPERATORS;
  }

  /**
   * At least one session; several share the weights of the first and may run at the same time.
   *
   * @param opening a session on the network
   */
  List<ModelSession> open(
      SessionSettings settings, Function<SessionSettings, ModelSession> opening) {
    return switch (this) {
      case OPERATORS -> List.of(opening.apply(settings));
      case ROWS -> {
        SessionSettings oneThread = settings.withThreads(1);
        yield sideBySide(opening.apply(oneThread), settings.actualThreads());
      }
    };
  }

  private static List<ModelSession> sideBySide(ModelSession first, int count) {
    List<ModelSession> lanes = new ArrayList<>(List.of(first));
    while (lanes.size() < count && first.provider() == ExecutionProvider.CPU) {
      lanes.add(first.sharingWeights());
    }
    return List.copyOf(lanes);
  }
}
