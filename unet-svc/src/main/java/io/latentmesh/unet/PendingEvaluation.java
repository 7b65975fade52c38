package io.latentmesh.unet;

import com.google.protobuf.Duration;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.unet.engine.Forward;
import io.latentmesh.unet.engine.Prediction;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.v1.Evaluated;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of one evaluation, until the last of them is answered. */
final class PendingEvaluation {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long evaluation;
  private final List<Row> rows;
  private final List<Long> predictionShape;
  private final CompletableFuture<Void> answered;

  /**
   * An evaluation of at least one row, all of one arrival.
   *
   * @param evaluation the caller's name for it
   */
  PendingEvaluation(long evaluation, List<Row> rows, OpenedImage image) {
    this.evaluation = evaluation;
    this.rows = rows;
    this.predictionShape =
        List.of(
            (long) image.model().description().getOutChannels(),
            (long) image.shape().height(),
            (long) image.shape().width());
    this.answered =
        CompletableFuture.allOf(
            rows.stream().map(Row::answer).toArray(CompletableFuture<?>[]::new));
  }

  /** Whether every row is answered, has failed or was withdrawn. */
  boolean isDone() {
    return answered.isDone();
  }

  /**
   * Calls {@code listener} when it is done, on the thread that answers the last row; with the
   * failure of one of the rows, or null. What the listener throws is lost.
   */
  void whenDone(Consumer<@Nullable Throwable> listener) {
    var _ = answered.whenComplete((_, failure) -> listener.accept(failure));
  }

  /** Withdraws the rows that wait. */
  void cancel() {
    rows.forEach(row -> row.answer().cancel(false));
  }

  /** The answer; only once it is done without failure. */
  Evaluated response() {
    List<Prediction> predictions = rows.stream().map(row -> row.answer().join()).toList();
    Forward last =
        predictions.stream()
            .map(Prediction::forward)
            .max(Comparator.comparingLong(Forward::startedNanos))
            .orElseThrow();
    Evaluated.Builder response =
        Evaluated.newBuilder()
            .setEvaluation(evaluation)
            .setQueueTime(duration(last.startedNanos() - rows.getFirst().arrivedNanos()))
            .setRunTime(duration(last.runNanos()))
            .setRowsInBatch(last.rows());
    predictions.forEach(prediction ->
        response.addPredictions(TensorCodec.ofFloats(prediction.values(), predictionShape)));
    return response.build();
  }

  private static Duration duration(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / NANOS_PER_SECOND)
        .setNanos((int) (nanos % NANOS_PER_SECOND))
        .build();
  }
}
