package io.latentmesh.unet;

import io.latentmesh.unet.engine.BatchCurve;
import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Conditioning;
import io.latentmesh.unet.engine.Evaluation;
import io.latentmesh.unet.engine.Latent;
import io.latentmesh.unet.engine.LatentShape;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.Urgency;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * First forwards of a model, on zeros of its own size: so that no request pays for buffers and
 * algorithms, and to measure how long they take.
 */
final class WarmUp {
  private static final int RUNS = 3;

  /** What a guided image asks for: these run whatever the time. */
  private static final int ALWAYS = 2;

  private final HostedModel model;
  private final UnetSettings.Batching settings;
  private final LongSupplier nanoTime;

  WarmUp(HostedModel model, UnetSettings.Batching settings, LongSupplier nanoTime) {
    this.model = model;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /** Times of 1, 2, 4... rows, as far as the settings give time for. */
  Map<Row.Kind, BatchCurve> measure() {
    long end = nanoTime.getAsLong() + settings.warmUpTime().toNanos();
    SortedMap<Integer, Long> points = new TreeMap<>();
    long last = 0;
    for (int rows = 1; rows <= settings.maxRows() && isTimeFor(rows, last, end); rows *= 2) {
      last = median(rows, end);
      points.put(rows, last);
    }
    return Map.of(rows(1).getFirst().kind(), new BatchCurve(points));
  }

  /** New rows of the shape of a guided image. */
  List<Row> selfTest() {
    return rows(Math.min(ALWAYS, settings.maxRows()));
  }

  /** A first run and one that counts, each at most twice as long as with half the rows. */
  private boolean isTimeFor(int rows, long halfOfThemNanos, long end) {
    return rows <= ALWAYS || 4 * halfOfThemNanos <= end - nanoTime.getAsLong();
  }

  private long median(int rows, long end) {
    long first = nanos(rows);
    long[] runs = new long[RUNS];
    int count = 0;
    while (count < RUNS && nanoTime.getAsLong() < end) {
      runs[count++] = nanos(rows);
    }
    Arrays.sort(runs, 0, count);
    return count == 0 ? first : runs[count / 2];
  }

  private long nanos(int rows) {
    List<Row> zeros = rows(rows);
    long begun = nanoTime.getAsLong();
    var _ = model.network().denoise(zeros);
    return Math.max(1, nanoTime.getAsLong() - begun);
  }

  private List<Row> rows(int count) {
    DenoiserServiceGetModelResponse description = model.description();
    int side = description.getSampleSize();
    LatentShape shape = new LatentShape(description.getInChannels(), side, side);
    int tokens = model.conditioningLength();
    var vectors =
        new Conditioning.Vectors(
            new float[description.getPooledWidth()],
            new float[description.getTimeIds()],
            new float[description.getTimestepConditionWidth()]);
    var states =
        new Conditioning(tokens, new float[tokens * description.getConditioningWidth()], vectors);
    var latent = new Latent(shape, new float[shape.elements()]);
    return Collections.nCopies(count, new Row(latent, 0, states, evaluation()));
  }

  private Evaluation evaluation() {
    long now = nanoTime.getAsLong();
    var claim = new Claim(new Claim.Tenant("", 1), Urgency.INTERACTIVE, 0, now);
    return new Evaluation(claim, "", 0, now, Evaluation.NO_DEADLINE);
  }
}
