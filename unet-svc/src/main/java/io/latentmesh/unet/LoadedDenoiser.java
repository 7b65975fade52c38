package io.latentmesh.unet;

import io.latentmesh.unet.engine.Intake;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.Sizing;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A model that serves.
 *
 * @param description what clients are told about it, without the batch curves
 * @param engine takes rows and answers them later
 * @param sizings what the engine knows about its forwards now
 * @param queue rows that no forward has taken yet, and the forward that runs
 */
record LoadedDenoiser(
    DenoiserServiceGetModelResponse description,
    Intake engine,
    Supplier<Map<Row.Kind, Sizing>> sizings,
    Queue queue) {

  /**
   * The rows that wait and those that run, as any thread may ask.
   *
   * @param rows how many
   * @param oldestAgeNanos how long the first of them has waited; 0 when none does
   * @param stuck whether the forward that runs will hardly end, of those that last longer than so
   *     many nanoseconds
   */
  record Queue(IntSupplier rows, LongSupplier oldestAgeNanos, LongPredicate stuck) {}

  /** The description with the times of now. */
  DenoiserServiceGetModelResponse descriptionNow() {
    int extraChannels = description.getExtraChannels();
    return description.toBuilder()
        .addAllBatchCurves(BatchCurveMessages.of(sizings.get(), extraChannels))
        .build();
  }
}
