package io.latentmesh.networks.runtime;

import io.latentmesh.networks.architecture.UnetResidual;
import io.latentmesh.networks.architecture.UnetVariant;
import io.latentmesh.networks.folder.UnetLevels;
import java.util.List;

/**
 * The inputs of a denoiser for what ControlNets add to its tensors; rows without get zeros.
 *
 * @param residuals those that the graph takes; empty in the plain graph
 */
record ResidualInputs(List<UnetResidual> residuals) {
  ResidualInputs {
    residuals = List.copyOf(residuals);
  }

  static ResidualInputs of(UnetLevels levels, UnetVariant variant) {
    return new ResidualInputs(
        switch (variant) {
          case PLAIN -> List.of();
          case WITH_RESIDUALS -> UnetResidual.of(levels);
        });
  }

  /** Refuses residuals of other sizes than the graph's, and all where it takes none. */
  void check(List<DenoiserRow> rows) {
    for (DenoiserRow row : rows) {
      row.conditioning().residuals().ifPresent(given -> check(given.all(), row.shape()));
    }
  }

  private void check(List<float[]> given, LatentShape latent) {
    if (given.size() != residuals.size()) {
      throw new IllegalArgumentException(
          "residuals: must be %d, are %d".formatted(residuals.size(), given.size()));
    }
    for (int i = 0; i < residuals.size(); i++) {
      UnetResidual residual = residuals.get(i);
      int elements = shape(residual, latent).elements();
      if (given.get(i).length != elements) {
        throw new IllegalArgumentException(
            "%s: must have %d elements, has %d"
                .formatted(residual.name(), elements, given.get(i).length));
      }
    }
  }

  List<TensorSpec> specs(int rows, LatentShape latent) {
    return residuals.stream()
        .map(residual -> shape(residual, latent).rows(residual.name(), rows))
        .toList();
  }

  void fill(RunBuffers buffers, List<DenoiserRow> rows) {
    for (int i = 0; i < residuals.size(); i++) {
      int index = i;
      UnetResidual residual = residuals.get(i);
      float[] zeros = new float[shape(residual, rows.getFirst().shape()).elements()];
      List<float[]> values =
          rows.stream()
              .map(row -> row.conditioning().residuals().map(r -> r.all().get(index)).orElse(zeros))
              .toList();
      buffers.fill(residual.name(), values);
    }
  }

  static LatentShape shape(UnetResidual residual, LatentShape latent) {
    return new LatentShape(
        residual.channels(), residual.side(latent.height()), residual.side(latent.width()));
  }
}
