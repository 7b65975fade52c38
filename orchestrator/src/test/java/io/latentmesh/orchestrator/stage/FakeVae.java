package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.sampling.Latent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An autoencoder without weights: a pixel shows the first three channels of its latent pixel. */
public final class FakeVae implements Vae {
  public static final int SCALE_FACTOR = 4;
  public static final double SCALING_FACTOR = 0.5;
  public static final double SHIFT_FACTOR = 0.25;

  private final List<Latent> decoded = Collections.synchronizedList(new ArrayList<>());
  private volatile Runnable onCall = () -> {};

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
  public VaeDescription describe() {
    onCall.run();
    return new VaeDescription(
        FakeIdentity.of("AutoencoderKL", 'c'),
        FakeDenoiser.CHANNELS,
        SCALE_FACTOR,
        SCALING_FACTOR,
        SHIFT_FACTOR);
  }
}
