package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.AutoencoderEncoderNetwork.IMAGE;
import static io.latentmesh.networks.architecture.AutoencoderEncoderNetwork.LOG_VARIANCE;
import static io.latentmesh.networks.architecture.AutoencoderEncoderNetwork.MEAN;

import io.latentmesh.networks.architecture.AutoencoderEncoderNetwork;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.folder.VaeFolder;
import io.latentmesh.networks.graph.GraphSettings;
import java.util.List;
import java.util.stream.IntStream;

/** The loaded encoder of {@link AutoencoderModel}. */
record AutoencoderEncoder(VaeConfig config, LoadedNetwork network) {

  static AutoencoderEncoder load(VaeFolder folder, SessionSettings settings) {
    VaeConfig config = folder.config();
    GraphSettings written = settings.graph();
    LoadedNetwork.Source source =
        new LoadedNetwork.Source(
            AutoencoderModel.ARCHITECTURE,
            folder.weights(),
            weights -> AutoencoderEncoderNetwork.graph(config, weights, written));
    return new AutoencoderEncoder(config, LoadedNetwork.load(source, settings));
  }

  List<Moments> encode(List<float[]> images, LatentShape shape) {
    shape.checkRows("images", images);
    int count = images.size();
    return network
        .session()
        .run(
            runShape(count, shape),
            buffers -> buffers.fill(IMAGE, images),
            buffers ->
                IntStream.range(0, count)
                    .mapToObj(i ->
                        new Moments(
                            buffers.row(MEAN, i, count), buffers.row(LOG_VARIANCE, i, count)))
                    .toList());
  }

  private RunShape runShape(int count, LatentShape image) {
    int factor = config.scaleFactor();
    if (image.height() % factor != 0 || image.width() % factor != 0) {
      throw new IllegalArgumentException(
          "height and width must be multiples of %d, are %d and %d"
              .formatted(factor, image.height(), image.width()));
    }
    LatentShape latent =
        new LatentShape(config.latentChannels(), image.height() / factor, image.width() / factor);
    return new RunShape(
        List.of(image.rows(IMAGE, count)),
        List.of(latent.rows(MEAN, count), latent.rows(LOG_VARIANCE, count)));
  }
}
