package io.latentmesh.orchestrator.admission;

/**
 * An admitted request's hold on the mesh, from admission to its end. Whoever has one closes it,
 * whatever happens. Thread-safe; {@link #awaitTurn} is for one thread, once.
 */
public interface Ticket extends AutoCloseable {

  /** The texts are encoded. */
  void encoded();

  /**
   * Blocks until the images may be begun. Returns at once when there is room.
   *
   * @throws io.latentmesh.serving.ServiceException RESOURCE_EXHAUSTED when the request lost its
   *     place: it waited too long, cannot be done in time any more, or something more urgent came
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  void awaitTurn(TurnListener listener);

  /** One evaluation of one image is done. */
  void evaluated();

  /** One image's last evaluation is done: its rows are free for others. */
  void sampled();

  /** One image is decoded. */
  void decoded();

  /** Of the tenant, for the denoiser. */
  double weight();

  /** Gives back all that is held; the first call counts. */
  @Override
  void close();
}
