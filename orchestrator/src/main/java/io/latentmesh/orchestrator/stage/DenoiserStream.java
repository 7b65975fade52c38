package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.Network;
import java.util.List;

/**
 * The denoising network as one image sees it. Used by one thread at a time: {@link #predict} blocks
 * until the answer is there, and an interrupt ends the stream with a {@link
 * java.util.concurrent.CancellationException}. Closing tells the denoiser that the image needs no
 * more, whatever the reason.
 */
public interface DenoiserStream extends Network, AutoCloseable {

  /**
   * As {@link Network#predict}.
   *
   * @param meanwhile run once, on this thread, when the evaluation is on its way: the image loses
   *     no time by it
   */
  List<Latent> predict(
      Latent input, double timestep, List<Integer> conditionings, Runnable meanwhile);

  @Override
  default List<Latent> predict(Latent input, double timestep, List<Integer> conditionings) {
    return predict(input, timestep, conditionings, () -> {});
  }

  /** Bytes sent and received so far, with framing. */
  long bytes();

  @Override
  void close();
}
