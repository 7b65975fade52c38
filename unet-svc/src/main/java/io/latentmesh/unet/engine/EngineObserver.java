package io.latentmesh.unet.engine;

import java.util.List;

/** Told what the engine does, on the engine's thread. Must return at once and never throw. */
public interface EngineObserver {
  /** A forward has ended and given {@code rows} their answers. */
  void ran(List<Row> rows, Forward forward);

  /** A forward has failed, and with it {@code rows}. */
  void failed(List<Row> rows, Throwable failure);

  /** The model's answer to {@code row} held a value that is not finite. */
  void nonFinite(Row row);
}
