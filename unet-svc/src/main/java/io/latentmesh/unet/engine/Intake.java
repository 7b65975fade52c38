package io.latentmesh.unet.engine;

import java.util.List;

/** Where rows go in. Any thread; every method returns at once. */
public interface Intake {
  /** Queues rows, in order; what becomes of them their answers say. */
  void submit(List<Row> rows);

  /** The image's stream has ended, well or badly: nothing more is to be expected of it. */
  void left(Claim claim);
}
