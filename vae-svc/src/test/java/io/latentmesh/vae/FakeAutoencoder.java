package io.latentmesh.vae;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scale factor 2; fills its outputs with the first value of each input. */
final class FakeAutoencoder implements Autoencoder {
  private static final int FACTOR = 2;

  final List<Integer> forwards = new ArrayList<>();

  @Override
  public List<Planes> decode(List<Planes> latents) {
    forwards.add(latents.size());
    return latents.stream()
        .map(latent ->
            filled(latent, 3, latent.size().height() * FACTOR, latent.size().width() * FACTOR))
        .toList();
  }

  @Override
  public List<LatentMoments> encode(List<Planes> images) {
    forwards.add(images.size());
    return images.stream().map(FakeAutoencoder::moments).toList();
  }

  private static LatentMoments moments(Planes image) {
    Planes latent = filled(image, 4, image.size().height() / FACTOR, image.size().width() / FACTOR);
    return new LatentMoments(latent, latent);
  }

  /** 1e30 stands for a latent that overflows the decoder. */
  private static Planes filled(Planes input, int channels, int height, int width) {
    Planes.Size size = new Planes.Size(channels, height, width);
    float[] values = new float[size.elements()];
    Arrays.fill(values, input.values()[0] == 1e30f ? Float.NaN : input.values()[0]);
    return new Planes(size, values);
  }
}
