package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.sampling.Latent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** An autoencoder without weights: a pixel shows the first three channels of its latent pixel. */
public final class FakeVae implements Vae {
  public static final int SCALE_FACTOR = 4;
  public static final double SCALING_FACTOR = 0.5;
  public static final double SHIFT_FACTOR = 0.25;

  /** A latent of 0.5 in the first channel is half red, whatever the others. */
  public static final PreviewMap FIRST_CHANNEL_IS_RED =
      new PreviewMap(List.of(1f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f), List.of(0f, 0f, 1f));

  private final List<Latent> decoded = Collections.synchronizedList(new ArrayList<>());
  private volatile Runnable onCall = () -> {};
  private volatile Optional<PreviewMap> previewMap = Optional.of(FIRST_CHANNEL_IS_RED);
  private volatile OptionalDouble decodeNanosPerPixel = OptionalDouble.empty();

  /** What the stage says about previews. */
  public FakeVae previewMap(Optional<PreviewMap> map) {
    previewMap = map;
    return this;
  }

  /** What the stage says that it takes. */
  public FakeVae decodeNanosPerPixel(double nanos) {
    decodeNanosPerPixel = OptionalDouble.of(nanos);
    return this;
  }

  /** Runs before each answer; may throw or block. */
  public FakeVae onCall(Runnable hook) {
    onCall = hook;
    return this;
  }

  /** What was decoded so far. */
  public List<Latent> decoded() {
    return List.copyOf(decoded);
  }

  @Override
  public RgbImage decode(String model, Latent latent) {
    onCall.run();
    decoded.add(latent);
    int width = latent.shape().width() * SCALE_FACTOR;
    int height = latent.shape().height() * SCALE_FACTOR;
    float[] values = latent.toArray();
    int plane = latent.shape().width() * latent.shape().height();
    ByteBuffer pixels = ByteBuffer.allocate(width * height * 3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = y / SCALE_FACTOR * latent.shape().width() + x / SCALE_FACTOR;
        for (int channel = 0; channel < 3; channel++) {
          float value = Math.clamp(values[channel * plane + pixel] / 2 + 0.5f, 0f, 1f);
          pixels.put((byte) Math.rint(255 * value));
        }
      }
    }
    return new RgbImage(width, height, pixels.flip());
  }

  @Override
  public VaeDescription describe(String model) {
    onCall.run();
    return new VaeDescription(
        FakeIdentity.of(model, "AutoencoderKL", 'c'),
        FakeDenoiser.CHANNELS,
        SCALE_FACTOR,
        SCALING_FACTOR,
        SHIFT_FACTOR,
        previewMap,
        decodeNanosPerPixel);
  }
}
