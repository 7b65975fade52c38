package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.BatchCurve;
import io.latentmesh.v1.BatchTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Batch curves of the wire contract. One that says nothing is left out: it is only a hint. */
final class GrpcBatchCurves {
  private GrpcBatchCurves() {}

  static List<BatchCurve> curves(List<io.latentmesh.v1.BatchCurve> messages) {
    return messages.stream().map(GrpcBatchCurves::curve).flatMap(Optional::stream).toList();
  }

  private static Optional<BatchCurve> curve(io.latentmesh.v1.BatchCurve message) {
    var nanosByRows = new TreeMap<Integer, Long>();
    for (BatchTime time : message.getTimesList()) {
      long nanos = GrpcNanos.of(time.getTime());
      if (time.getRows() > 0 && nanos > 0) {
        nanosByRows.put(time.getRows(), nanos);
      }
    }
    List<Long> shape = message.getLatentShapeList();
    if (nanosByRows.isEmpty() || shape.size() != 3 || shape.stream().anyMatch(n -> n < 1)) {
      return Optional.empty();
    }
    var latentShape =
        new LatentShape(
            Math.toIntExact(shape.get(0)),
            Math.toIntExact(shape.get(1)),
            Math.toIntExact(shape.get(2)));
    int budget = message.getRowBudget() > 0 ? message.getRowBudget() : nanosByRows.lastKey();
    return Optional.of(
        new BatchCurve(latentShape, message.getConditioningLength(), nanosByRows, budget));
  }
}
