package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Conditioning;
import io.latentmesh.unet.engine.Evaluation;
import io.latentmesh.unet.engine.Latent;
import io.latentmesh.unet.engine.LatentShape;
import io.latentmesh.unet.engine.Row;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One image's evaluations, one after the other. */
final class Stream {
  static final float[] NOTHING = {0};
  private static final LatentShape SHAPE = new LatentShape(1, 1, 1);
  private static final Conditioning CONDITIONING = new Conditioning(1, NOTHING);
  private static final Latent LATENT = new Latent(SHAPE, NOTHING);
  static final Row.Kind KIND = new Row.Kind("", SHAPE, 1);

  private final Request request;
  private final Claim claim;
  private final Consumer<Stream> onAnswer;
  private int evaluations;
  private int outstanding;
  private long endNanos;

  /**
   * A stream that has asked for nothing yet.
   *
   * @param onAnswer told when all rows of an evaluation are answered
   */
  Stream(Request request, Claim claim, Consumer<Stream> onAnswer) {
    this.request = request;
    this.claim = claim;
    this.onAnswer = onAnswer;
  }

  Request request() {
    return request;
  }

  Claim claim() {
    return claim;
  }

  boolean isDone() {
    return evaluations == request.steps();
  }

  void end(long nanos) {
    endNanos = nanos;
  }

  long latencyNanos() {
    return endNanos - request.arrivalNanos();
  }

  /** The rows of the next evaluation. */
  List<Row> next(long nowNanos) {
    var evaluation = new Evaluation(claim, "", evaluations, nowNanos, Evaluation.NO_DEADLINE);
    evaluations++;
    outstanding = request.rows();
    return IntStream.range(0, request.rows()).mapToObj(_ -> row(evaluation)).toList();
  }

  private Row row(Evaluation evaluation) {
    Row row = new Row(LATENT, 0, CONDITIONING, evaluation);
    var _ = row.answer().thenRun(this::answered);
    return row;
  }

  private void answered() {
    if (--outstanding == 0) {
      onAnswer.accept(this);
    }
  }
}
