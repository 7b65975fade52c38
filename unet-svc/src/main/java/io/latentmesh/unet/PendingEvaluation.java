package io.latentmesh.unet;

import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.unet.engine.Forward;
import io.latentmesh.unet.engine.Prediction;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of one evaluation, until the last of them is answered. */
final class PendingEvaluation {
  private final long evaluation;
  private final List<Row> rows;
  private final OpenedImage image;
  private final CompletableFuture<Void> answered;

  /**
   * An evaluation of at least one row, all of one arrival.
   *
   * @param evaluation the caller's name for it
   */
  PendingEvaluation(long evaluation, List<Row> rows, OpenedImage image) {
    this.evaluation = evaluation;
    this.rows = rows;
    this.image = image;
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

  /**
   * The answer; only once it is done without failure.
   *
   * @throws io.latentmesh.tensor.TensorFormatException if a prediction does not fit the type that
   *     the client asked for
   */
  Evaluated response() {
    List<Prediction> predictions = rows.stream().map(row -> row.answer().join()).toList();
    Forward last =
        predictions.stream()
            .map(Prediction::forward)
            .max(Comparator.comparingLong(Forward::startedNanos))
            .orElseThrow();
    return Evaluated.newBuilder()
        .setEvaluation(evaluation)
        .addAllPredictions(tensors(predictions))
        .setQueueTime(Durations.ofNanos(last.startedNanos() - rows.getFirst().arrivedNanos()))
        .setRunTime(Durations.ofNanos(last.runNanos()))
        .setRowsInBatch(last.rows())
        .setRowsWaiting(last.waiting())
        .build();
  }

  private List<Tensor> tensors(List<Prediction> predictions) {
    List<Long> shape = image.predictionShape();
    return predictions.stream()
        .map(prediction ->
            TensorCodec.ofFloats(
                prediction.values(), shape, image.predictionType(), "evaluated.predictions"))
        .toList();
  }
}
