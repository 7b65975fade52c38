package io.latentmesh.networks.runtime;

import io.latentmesh.networks.graph.NetworkGraph;
import java.util.ArrayList;
import java.util.List;

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

  static Parallelism of(NetworkGraph graph) {
    return graph.parameters() <= SMALL_NETWORK_PARAMETERS ? ROWS : OPERATORS;
  }

  /** At least one session on the graph; several share its weights and may run at the same time. */
  List<ModelSession> open(NetworkGraph graph, SessionSettings settings) {
    return switch (this) {
      case OPERATORS -> List.of(ModelSession.create(graph, settings));
      case ROWS -> {
        SessionSettings oneThread = settings.withThreads(1);
        yield sideBySide(ModelSession.create(graph, oneThread), settings.actualThreads());
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
