package io.latentmesh.cli;

import io.latentmesh.v1.Plan;
import io.latentmesh.v1.Progress;

/** Shows how far a generation is. */
interface ProgressView extends AutoCloseable {
  void accepted(Plan plan);

  /** The generation waits for its turn. */
  void queued(Progress progress);

  /**
   * An image has advanced.
   *
   * @param done evaluations of all images so far
   */
  void progress(Progress progress, int done);

  @Override
  void close();

  /** A bar on a terminal, plain lines in a pipe; both on standard error. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 is back to a console that is null in a pipe
  static ProgressView forStandardError() {
    var console = System.console();
    return console != null && console.isTerminal()
        ? new ProgressBarView()
        : new ProgressLines(System.err);
  }
}
