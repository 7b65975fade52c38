package io.latentmesh.orchestrator.plan;

import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.orchestrator.sampling.TorchGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One generator for all images of a batch, as diffusers has it for a scalar seed: every draw is [B,
 * C, H, W], and an image's noise is its share of each draw. (The product draws per image.)
 */
final class BatchNoise {
  private final TorchGenerator generator;
  private final LatentShape shape;
  private final int batch;
  private final List<float[]> draws = new ArrayList<>();

  BatchNoise(long seed, LatentShape shape, int batch) {
    this.generator = new TorchGenerator(seed);
    this.shape = shape;
    this.batch = batch;
  }

  /** The noise of each image; they may be read one after the other. */
  List<Noise> perImage() {
    return IntStream.range(0, batch).mapToObj(this::image).toList();
  }

  private Noise image(int index) {
    int[] next = {0};
    return () -> share(next[0]++, index);
  }

  private Latent share(int draw, int image) {
    while (draws.size() <= draw) {
      draws.add(generator.randn(batch * shape.elements()));
    }
    int begin = image * shape.elements();
    return Latent.of(shape, Arrays.copyOfRange(draws.get(draw), begin, begin + shape.elements()));
  }
}
