package io.latentmesh.unet;

import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.Sizing;
import io.latentmesh.v1.BatchCurve;
import io.latentmesh.v1.BatchTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Measured times as clients read them. */
final class BatchCurveMessages {
  private BatchCurveMessages() {}

  /** Smallest latents first. */
  static List<BatchCurve> of(Map<Row.Kind, Sizing> sizings) {
    return sizings.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<Row.Kind, Sizing> entry) -> entry.getKey().shape().elements())
                .thenComparingInt(entry -> entry.getKey().tokens()))
        .map(entry -> message(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static BatchCurve message(Row.Kind kind, Sizing sizing) {
    BatchCurve.Builder message =
        BatchCurve.newBuilder()
            .addAllLatentShape(kind.shape().extents())
            .setConditioningLength(kind.tokens())
            .setRowBudget(sizing.budget());
    sizing
        .curve()
        .nanosByRows()
        .forEach((rows, nanos) ->
            message.addTimes(
                BatchTime.newBuilder().setRows(rows).setTime(Durations.ofNanos(nanos))));
    return message.build();
  }
}
