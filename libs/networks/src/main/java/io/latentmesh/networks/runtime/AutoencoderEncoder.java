package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.AutoencoderEncoderNetwork.IMAGE;

import io.latentmesh.networks.architecture.AutoencoderEncoderNetwork;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.model.AutoencoderSource;
import java.util.List;
import java.util.stream.IntStream;

/** The loaded encoder of {@link AutoencoderModel}. */
record AutoencoderEncoder(VaeConfig config, MomentOutputs outputs, LoadedNetwork network) {

  static AutoencoderEncoder load(AutoencoderSource source, SessionSettings settings) {
    VaeConfig config = source.config();
    GraphSettings written = settings.graph();
    LoadedNetwork.Plan plan =
        new LoadedNetwork.Plan(
            AutoencoderModel.ARCHITECTURE,
            source.encoder(),
            weights -> AutoencoderEncoderNetwork.graph(config, weights, written));
    MomentOutputs outputs = MomentOutputs.of(source.encoder());
    return new AutoencoderEncoder(config, outputs, LoadedNetwork.load(plan, settings));
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
                IntStream.range(0, count).mapToObj(i -> outputs.read(buffers, i, count)).toList());
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
    return new RunShape(List.of(image.rows(IMAGE, count)), outputs.specs(latent, count));
  }
}
