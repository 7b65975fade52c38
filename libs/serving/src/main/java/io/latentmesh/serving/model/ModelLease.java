package io.latentmesh.serving.model;

import java.util.concurrent.atomic.AtomicBoolean;

/** A model in use: it stays held until this is closed. Any thread; closing twice does nothing. */
public final class ModelLease<M> implements AutoCloseable {
  private final M model;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  ModelLease(M model, Runnable onClose) {
    this.model = model;
    this.onClose = onClose;
  }

  public M model() {
    return model;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }
}
