package io.latentmesh.unet.engine;

import java.util.List;

/**
 * Told what the engine does, on the engine's thread unless a method says otherwise. Must return at
 * once and never throw.
 */
public interface EngineObserver {
  /** A forward has ended well, and its {@code rows} get their answers. On the answers' thread. */
  void ran(List<Row> rows, Forward forward);

  /** A forward has failed; {@code rows} fail with it unless they run again in smaller ones. */
  void failed(List<Row> rows, Throwable failure);

  /** Rows were put aside for want of memory and run again in smaller forwards. */
  void ranAgain(List<Row> rows);

  /** The model's answer to {@code row} held a value that is not finite. On the answers' thread. */
  void nonFinite(Row row);

  /** A row was not run because its deadline had passed. */
  void late(Row row);

  /** The device did nothing for so long. */
  void idle(Idle reason, long nanos);

  /**
   * What is known now about forwards of one kind, and the most rows that they take. On either
   * thread.
   */
  void sized(Row.Kind kind, Sizing sizing);
}
