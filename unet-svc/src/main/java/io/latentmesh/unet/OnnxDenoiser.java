package io.latentmesh.unet;

import io.latentmesh.networks.runtime.Conditioning;
import io.latentmesh.networks.runtime.DenoiserModel;
import io.latentmesh.networks.runtime.DenoiserRow;
import io.latentmesh.networks.runtime.LatentShape;
import io.latentmesh.networks.runtime.OutputRow;
import io.latentmesh.unet.engine.BatchDenoiser;
import io.latentmesh.unet.engine.Row;
import java.util.List;

/** The engine's view of a model that ONNX Runtime runs. Does not close it. */
final class OnnxDenoiser implements BatchDenoiser {
  private final DenoiserModel model;

  OnnxDenoiser(DenoiserModel model) {
    this.model = model;
  }

  @Override
  public List<float[]> denoise(List<Row> rows) {
    return model.predict(rows.stream().map(OnnxDenoiser::input).toList()).stream()
        .map(OutputRow::values)
        .toList();
  }

  private static DenoiserRow input(Row row) {
    var shape = row.latent().shape();
    return new DenoiserRow(
        row.latent().values(),
        new LatentShape(shape.channels(), shape.height(), shape.width()),
        row.timestep(),
        conditioning(row.conditioning()));
  }

  private static Conditioning conditioning(io.latentmesh.unet.engine.Conditioning asked) {
    Conditioning conditioning = Conditioning.of(asked.hiddenStates());
    var vectors = asked.vectors();
    if (vectors.pooled().length > 0) {
      conditioning = conditioning.withTextAndSizes(vectors.pooled(), vectors.timeIds());
    }
    return vectors.timestepCondition().length > 0
        ? conditioning.withTimestepCondition(vectors.timestepCondition())
        : conditioning;
  }
}
