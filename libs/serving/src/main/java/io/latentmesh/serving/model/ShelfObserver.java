package io.latentmesh.serving.model;

import java.time.Duration;

/** Told what becomes of the models of a process. Called under the shelf's lock: must not block. */
public interface ShelfObserver {
  /** Nobody listens. */
  ShelfObserver NONE =
      new ShelfObserver() {
        @Override
        public void loaded(ModelOffer<?> offer, LoadedModel<?> model, Duration took) {}

        @Override
        public void evicted(ModelOffer<?> offer, LoadedModel<?> model) {}

        @Override
        public void failed(ModelOffer<?> offer, Throwable cause) {}
      };

  /** A model can be used. */
  void loaded(ModelOffer<?> offer, LoadedModel<?> model, Duration took);

  /** A model gave its room to another. */
  void evicted(ModelOffer<?> offer, LoadedModel<?> model);

  /** A model could not be loaded. */
  void failed(ModelOffer<?> offer, Throwable cause);
}
