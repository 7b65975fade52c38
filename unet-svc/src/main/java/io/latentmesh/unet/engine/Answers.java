package io.latentmesh.unet.engine;

import java.util.List;
import java.util.concurrent.Executor;

/** Gives rows their answers, on the thread that is meant for it. */
final class Answers {
  private final Executor executor;
  private final EngineObserver observer;

  Answers(Executor executor, EngineObserver observer) {
    this.executor = executor;
    this.observer = observer;
  }

  /** Answers each row, or fails it alone when its output is not finite. */
  void give(List<Row> batch, List<float[]> outputs, Forward forward) {
    executor.execute(() -> {
      for (int i = 0; i < batch.size(); i++) {
        give(batch.get(i), outputs.get(i), forward);
      }
    });
  }

  void fail(List<Row> rows, Throwable failure) {
    if (!rows.isEmpty()) {
      executor.execute(() -> rows.forEach(row -> row.answer().completeExceptionally(failure)));
    }
  }

  private void give(Row row, float[] output, Forward forward) {
    if (isFinite(output)) {
      row.answer().complete(new Prediction(output, forward));
      return;
    }
    observer.nonFinite(row);
    row.answer()
        .completeExceptionally(
            new NonFiniteOutputException(
                "the network's output is not finite at timestep " + row.timestep()));
  }

  /** Zero times an infinity or NaN is NaN, and stays so in a sum: no branch for each value. */
  static boolean isFinite(float[] values) {
    float zero = 0;
    for (float value : values) {
      zero += value * 0;
    }
    return zero == 0;
  }
}
