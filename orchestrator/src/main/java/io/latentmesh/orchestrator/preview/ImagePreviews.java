package io.latentmesh.orchestrator.preview;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.latentmesh.orchestrator.picture.Png;
import io.latentmesh.orchestrator.picture.PngEncoder;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.stage.PreviewMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The previews of one image. The sampler's thread hands over an immutable latent and goes on;
 * colours and PNG are made on another thread, which skips what it has no time for.
 *
 * <p>{@link #shown} is for the image's own thread. After {@link #close} no preview is delivered any
 * more, so none comes behind the image it announced.
 */
public final class ImagePreviews implements Previews {
  private static final Logger log = LoggerFactory.getLogger(ImagePreviews.class);

  private final Cadence cadence;
  private final Listener listener;
  private final LatestOnly worker;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private boolean closed;

  // Confined to the image's thread.
  private int evaluations;

  /**
   * When there is a preview.
   *
   * @param every evaluations from one preview to the next, at least 1
   * @param map from latents to colours
   */
  public record Cadence(int every, PreviewMap map) {
    public Cadence {
      if (every < 1) {
        throw new IllegalArgumentException("every must be at least 1, was " + every);
      }
    }
  }

  /**
   * A preview as a file.
   *
   * @param evaluations of the image that were done
   * @param width in latent pixels
   * @param height in latent pixels
   */
  public record Picture(int evaluations, int width, int height, Png png) {}

  /** Is given the previews, one at a time, on the preview's thread. */
  @FunctionalInterface
  public interface Listener {
    void preview(Picture picture);
  }

  /**
   * @param executor runs what makes the previews, never on the thread that asks
   */
  ImagePreviews(Cadence cadence, Listener listener, Executor executor) {
    this.cadence = cadence;
    this.listener = listener;
    this.worker = new LatestOnly(executor);
  }

  @Override
  public Denoiser shown(Denoiser model, Denoiser estimate) {
    return (x, sigma) -> {
      Latent denoised = model.denoise(x, sigma);
      int done = ++evaluations;
      if (done % cadence.every() == 0) {
        Latent shown = estimate.denoise(x, sigma).kept();
        worker.offer(() -> show(done, shown));
      }
      return denoised;
    };
  }

  /** As above, on virtual threads. */
  public static ImagePreviews of(Cadence cadence, Listener listener) {
    return new ImagePreviews(
        cadence, listener, task -> Thread.ofVirtual().name("preview").start(task));
  }

  /** Waits for a preview that is just being delivered, not for one that is just being made. */
  @Override
  public void close() {
    worker.drop();
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** The thread's outermost frame: an image does not fail for want of a preview. */
  private void show(int done, Latent denoised) {
    try {
      deliver(picture(done, denoised));
    } catch (CancellationException e) {
      log.debug("event=preview_cancelled", e);
    } catch (RuntimeException e) {
      log.warn("event=preview_failed", e);
    }
  }

  private Picture picture(int done, Latent denoised) {
    var image = cadence.map().colours(denoised);
    return new Picture(done, image.width(), image.height(), PngEncoder.encode(image, Map.of()));
  }

  private void deliver(Picture picture) {
    lock.lock();
    try {
      if (!closed) {
        listener.preview(picture);
      }
    } finally {
      lock.unlock();
    }
  }
}
