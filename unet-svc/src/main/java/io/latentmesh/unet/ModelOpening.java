package io.latentmesh.unet;

/** How a server comes to its model. */
@FunctionalInterface
interface ModelOpening {
  /** Opens the model: seconds per GiB of weights. Called once. */
  Opened open();

  /**
   * An open model.
   *
   * @param resources what it holds; closed when nothing runs it any more
   */
  record Opened(HostedModel model, AutoCloseable resources) {}
}
