package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.sampling.Network;

/**
 * The denoising network as one image sees it. Used by one thread at a time: {@link #predict} blocks
 * until the answer is there, and an interrupt ends the stream with a {@link
 * java.util.concurrent.CancellationException}. Closing tells the denoiser that the image needs no
 * more, whatever the reason.
 */
public interface DenoiserStream extends Network, AutoCloseable {

  /** Bytes sent and received so far, with framing. */
  long bytes();

  @Override
  void close();
}
