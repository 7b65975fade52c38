package io.latentmesh.unet.engine;

import java.util.List;

/** What came of rows in one forward. */
sealed interface Outcome {
  List<Row> rows();

  /** One output for each row, in order. */
  record Ran(List<Row> rows, List<float[]> outputs, Forward forward) implements Outcome {}

  record Failed(List<Row> rows, Throwable failure) implements Outcome {}
}
