package io.latentmesh.vae;

import io.latentmesh.serving.coalescing.Coalescer;
import io.latentmesh.serving.model.ForwardMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One network for all calls: images of one size that wait together share a forward. */
final class SharedForwards implements AutoCloseable {
  private final Coalescer<Planes, Planes> decoder;
  private final Coalescer<Planes, LatentMoments> encoder;
  private final List<Runnable> unqueue = new ArrayList<>();

  /** Starts the threads that the network runs on. */
  SharedForwards(Autoencoder network, int maxImages, VaeMetrics metrics) {
    this.decoder = coalescer("vae-decoder", maxImages, metrics.decode(), network::decode);
    this.encoder = coalescer("vae-encoder", maxImages, metrics.encode(), network::encode);
  }

  /** Blocks until all latents are decoded, perhaps in company; one image for each, in order. */
  List<Planes> decode(List<Planes> latents) {
    return decoder.submit(latents);
  }

  /** Blocks until all images are encoded, perhaps in company; one result for each, in order. */
  List<LatentMoments> encode(List<Planes> images) {
    return encoder.submit(images);
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
    unqueue.forEach(Runnable::run);
  }

  private <O> Coalescer<Planes, O> coalescer(
      String thread,
      int maxImages,
      ForwardMetrics metrics,
      Function<List<Planes>, List<O>> forward) {
    Coalescer<Planes, O> coalescer =
        new Coalescer<>(thread, maxImages, Planes::size, metrics.measured(forward));
    unqueue.add(metrics.queue(coalescer));
    return coalescer;
  }
}
