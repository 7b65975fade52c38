package io.latentmesh.vae;

import io.latentmesh.networks.runtime.AutoencoderModel;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The service's view of a model that ONNX Runtime runs. The model takes one caller at a time, but
 * decoding and encoding come from two threads. Does not close the model.
 */
final class OnnxAutoencoder implements Autoencoder {
  private static final int COLOURS = 3;

  private final ReentrantLock lock = new ReentrantLock();
  private final AutoencoderModel model; // only under the lock

  OnnxAutoencoder(AutoencoderModel model) {
    this.model = model;
  }

  @Override
  public List<Planes> decode(List<Planes> latents) {
    Planes.Size size = latents.getFirst().size();
    int factor = model.config().scaleFactor();
    Planes.Size image = new Planes.Size(COLOURS, size.height() * factor, size.width() * factor);
    lock.lock();
    try {
      return model.decode(values(latents), size.height(), size.width()).stream()
          .map(row -> new Planes(image, row.values()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<LatentMoments> encode(List<Planes> images) {
    Planes.Size size = images.getFirst().size();
    int factor = model.config().scaleFactor();
    Planes.Size latent =
        new Planes.Size(
            model.config().latentChannels(), size.height() / factor, size.width() / factor);
    lock.lock();
    try {
      return model.encode(values(images), size.height(), size.width()).stream()
          .map(moments ->
              new LatentMoments(
                  new Planes(latent, moments.mean()), new Planes(latent, moments.logVariance())))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private static List<float[]> values(List<Planes> planes) {
    return planes.stream().map(Planes::values).toList();
  }
}
