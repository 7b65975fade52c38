package io.latentmesh.orchestrator.preview;

import io.latentmesh.orchestrator.sampling.Denoiser;

/** What shows one image while it is sampled; closed when the image is done, whatever the reason. */
public interface Previews extends AutoCloseable {

  /**
   * The same denoiser. For the image's own thread.
   *
   * @param estimate says what is shown where {@code model} was just asked
   */
  Denoiser shown(Denoiser model, Denoiser estimate);

  /** From now on nothing is shown. */
  @Override
  void close();

  /** For images that nobody wants to see before they are done. */
  static Previews none() {
    return new Previews() {
      @Override
      public Denoiser shown(Denoiser model, Denoiser estimate) {
        return model;
      }

      @Override
      public void close() {}
    };
  }
}
