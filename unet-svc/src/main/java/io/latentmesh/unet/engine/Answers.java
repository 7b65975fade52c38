package io.latentmesh.unet.engine;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Gives rows their answers, on the thread that is meant for it. */
final class Answers {
  /* Design. The device must not wait for answers to be checked, serialized and written. But when no
   * row waits there is nothing to run, and waking another thread would only make the answer late,
   * by 50 us or more: then a single stream is answered where its forward ran. Several are not,
   * because the first one's next row would find this thread busy with the others.
   * What a forward teaches is learned after its answers were given, by whoever gave them. */

  private final Executor executor;
  private final EngineObserver observer;
  private final Consumer<Outcome.Ran> afterwards;

  /**
   * Answers on two threads.
   *
   * @param afterwards is given each forward whose rows were answered, on the thread that did it
   */
  Answers(Executor executor, EngineObserver observer, Consumer<Outcome.Ran> afterwards) {
    this.executor = executor;
    this.observer = observer;
    this.afterwards = afterwards;
  }

  /** Answers each row, or fails it alone when its output is not finite. */
  void giveElsewhere(Outcome.Ran ran) {
    executor.execute(() -> give(ran));
  }

  /** The same while no row waits for the device. */
  void giveAtOnce(Outcome.Ran ran) {
    if (isOfOneStream(ran.rows())) {
      give(ran);
    } else {
      giveElsewhere(ran);
    }
  }

  void fail(List<Row> rows, Throwable failure) {
    if (!rows.isEmpty()) {
      executor.execute(() -> rows.forEach(row -> row.answer().completeExceptionally(failure)));
    }
  }

  private void give(Outcome.Ran ran) {
    observer.ran(ran.rows(), ran.forward()); // before anybody can know of it
    for (int i = 0; i < ran.rows().size(); i++) {
      give(ran.rows().get(i), ran.outputs().get(i), ran.forward());
    }
    afterwards.accept(ran);
  }

  private static boolean isOfOneStream(List<Row> rows) {
    Claim first = rows.getFirst().claim();
    return rows.stream().allMatch(row -> row.claim() == first);
  }

  private void give(Row row, float[] output, Forward forward) {
    if (Finite.areAll(output)) {
      row.answer().complete(new Prediction(output, forward));
      return;
    }
    observer.nonFinite(row);
    row.answer()
        .completeExceptionally(
            new NonFiniteOutputException(
                "the network's output is not finite at timestep " + row.timestep()));
  }
}
