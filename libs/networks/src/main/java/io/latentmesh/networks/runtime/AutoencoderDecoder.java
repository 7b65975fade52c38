package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.AutoencoderDecoderNetwork.IMAGE;
import static io.latentmesh.networks.architecture.AutoencoderDecoderNetwork.LATENT;

import io.latentmesh.networks.architecture.AutoencoderDecoderNetwork;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.graph.GraphSettings;
import io.latentmesh.networks.model.AutoencoderSource;
import java.util.List;
import java.util.stream.IntStream;

/** The loaded decoder of {@link AutoencoderModel}. */
record AutoencoderDecoder(VaeConfig config, LoadedNetwork network) {

  static AutoencoderDecoder load(AutoencoderSource source, SessionSettings settings) {
    VaeConfig config = source.config();
    GraphSettings written = settings.graph();
    LoadedNetwork.Plan plan =
        new LoadedNetwork.Plan(
            AutoencoderModel.ARCHITECTURE,
            source.decoder(),
            weights -> AutoencoderDecoderNetwork.graph(config, weights, written));
    return new AutoencoderDecoder(config, LoadedNetwork.load(plan, settings));
  }

  List<OutputRow> decode(List<float[]> latents, LatentShape shape) {
    shape.checkRows("latents", latents);
    int count = latents.size();
    return network
        .session()
        .run(
            runShape(count, shape),
            buffers -> buffers.fill(LATENT, latents),
            buffers ->
                IntStream.range(0, count)
                    .mapToObj(i -> new OutputRow(buffers.row(IMAGE, i, count)))
                    .toList());
  }

  private RunShape runShape(int count, LatentShape latent) {
    long height = (long) latent.height() * config.scaleFactor();
    long width = (long) latent.width() * config.scaleFactor();
    return new RunShape(
        List.of(latent.rows(LATENT, count)),
        List.of(TensorSpec.floats(IMAGE, count, AutoencoderModel.COLOURS, height, width)));
  }
}
