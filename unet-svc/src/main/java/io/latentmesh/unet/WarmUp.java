package io.latentmesh.unet;

import io.latentmesh.unet.engine.Conditioning;
import io.latentmesh.unet.engine.Latent;
import io.latentmesh.unet.engine.LatentShape;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import java.util.stream.Stream;

/** First forwards of a model, on zeros, so that no request pays for buffers and algorithms. */
final class WarmUp {
  private final HostedModel model;

  WarmUp(HostedModel model) {
    this.model = model;
  }

  /** The sizes that a guided and an unguided image of the model's own size will ask for. */
  void run() {
    forward(1);
    forward(2);
  }

  private void forward(int rows) {
    DenoiserServiceGetModelResponse description = model.description();
    int side = description.getSampleSize();
    LatentShape shape = new LatentShape(description.getInChannels(), side, side);
    Latent latent = new Latent(shape, new float[shape.elements()]);
    int tokens = model.conditioningLength();
    var zeros = new Conditioning(tokens, new float[tokens * description.getConditioningWidth()]);
    var _ =
        model
            .network()
            .denoise(Stream.generate(() -> new Row(latent, 0, zeros, 0)).limit(rows).toList());
  }
}
