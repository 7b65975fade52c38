package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.AutoencoderEncoderNetwork.LOG_VARIANCE;
import static io.latentmesh.networks.architecture.AutoencoderEncoderNetwork.MEAN;

import io.latentmesh.networks.model.ExportedGraph;
import io.latentmesh.networks.model.NetworkSource;
import io.latentmesh.networks.model.StoredWeights;
import io.latentmesh.networks.onnx.OnnxGraphFile;
import java.util.Arrays;
import java.util.List;

/** How an autoencoder's encoder shows the distribution of an image's latent. */
enum MomentOutputs {
  /** Mean and limited log-variance, as graphs written here do. */
  SEPARATE {
    @Override
    List<TensorSpec> specs(LatentShape latent, int count) {
      return List.of(latent.rows(MEAN, count), latent.rows(LOG_VARIANCE, count));
    }

    @Override
    Moments read(RunBuffers buffers, int index, int count) {
      return new Moments(buffers.row(MEAN, index, count), buffers.row(LOG_VARIANCE, index, count));
    }
  },

  /** Both one after the other along the channels, as optimum exports them. */
  JOINED {
    @Override
    List<TensorSpec> specs(LatentShape latent, int count) {
      var both = new LatentShape(2 * latent.channels(), latent.height(), latent.width());
      return List.of(both.rows(PARAMETERS, count));
    }

    @Override
    Moments read(RunBuffers buffers, int index, int count) {
      float[] both = buffers.row(PARAMETERS, index, count);
      float[] logVariance = Arrays.copyOfRange(both, both.length / 2, both.length);
      for (int i = 0; i < logVariance.length; i++) {
        logVariance[i] = Math.clamp(logVariance[i], LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE);
      }
      return new Moments(Arrays.copyOf(both, both.length / 2), logVariance);
    }
  };

  private static final String PARAMETERS = "latent_parameters";
  private static final String SAMPLED = "latent_sample";
  private static final float LEAST_LOG_VARIANCE = -30;
  private static final float MOST_LOG_VARIANCE = 20;

  /**
   * Of the graph that a source leads to.
   *
   * @throws io.latentmesh.networks.onnx.OnnxFileException if an exported graph shows no
   *     distribution
   */
  static MomentOutputs of(NetworkSource source) {
    return switch (source) {
      case StoredWeights _ -> SEPARATE;
      case ExportedGraph exported -> ofExported(exported.read());
    };
  }

  private static MomentOutputs ofExported(OnnxGraphFile file) {
    if (file.output(SAMPLED).isPresent()) {
      throw file.unsupported(
          "must have an output '%s', has '%s', which a noise of its own is in: export it again"
              .formatted(PARAMETERS, SAMPLED));
    }
    file.requireOutput(PARAMETERS);
    return JOINED;
  }

  abstract List<TensorSpec> specs(LatentShape latent, int count);

  /** The moments of one image of so many. */
  abstract Moments read(RunBuffers buffers, int index, int count);
}
