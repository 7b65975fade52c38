package io.latentmesh.vae;

import io.latentmesh.networks.folder.PreviewMap;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.model.TextToImageModel;
import io.latentmesh.networks.runtime.AutoencoderModel;
import io.latentmesh.networks.runtime.OutputRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of a decoder once it has run.
 *
 * @param secondsPerPixel of decoding one picture of the size that the model was trained at
 * @param previewMap the model's own, else one fitted to the decoder; empty when neither is to be
 *     had
 */
record WarmDecoder(double secondsPerPixel, Optional<PreviewMap> previewMap) {
  private static final Logger log = LoggerFactory.getLogger(WarmDecoder.class);

  /** A first run this short is mostly preparation, and a second one is cheap. */
  private static final long REPEATED_BELOW_NANOS = Duration.ofMillis(250).toNanos();

  /** Runs the decoder once or twice, and once more for a map that the model does not ship. */
  static WarmDecoder of(AutoencoderModel model, TextToImageModel source) {
    double seconds = secondsPerPixel(model, source.denoiser().config().sampleSize());
    Optional<PreviewMap> shipped = source.facts().defaults().preview();
    return new WarmDecoder(seconds, shipped.or(() -> fitted(model)));
  }

  private static double secondsPerPixel(AutoencoderModel model, int side) {
    long nanos = warmUp(model, side);
    if (nanos < REPEATED_BELOW_NANOS) {
      nanos = warmUp(model, side);
    }
    double pixels = Math.pow((double) side * model.config().scaleFactor(), 2);
    return nanos / 1e9 / pixels;
  }

  private static long warmUp(AutoencoderModel model, int side) {
    long begin = System.nanoTime();
    model.warmUpDecoder(1, side, side);
    return System.nanoTime() - begin;
  }

  /** One decode of a small latent; empty when its picture is not finite. */
  static Optional<PreviewMap> fitted(AutoencoderModel model) {
    Planes noise = PreviewFit.noise(model.config().latentChannels());
    Planes.Size size = noise.size();
    float[] latent = inVaeSpace(noise, model.config());
    OutputRow picture = model.decode(List.of(latent), size.height(), size.width()).getFirst();
    if (!picture.isFinite()) {
      log.warn("event=preview_map_missing cause=\"the decoder's picture of noise is not finite\"");
      return Optional.empty();
    }
    int factor = model.config().scaleFactor();
    var pixels = new Planes.Size(3, size.height() * factor, size.width() * factor);
    return Optional.of(PreviewFit.fit(noise, new Planes(pixels, picture.values())));
  }

  private static float[] inVaeSpace(Planes latent, VaeConfig config) {
    float[] values = latent.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / config.scalingFactor() + config.shiftFactor());
    }
    return values;
  }
}
