package io.latentmesh.networks.runtime;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.model.AutoencoderSource;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The autoencoder: latents to images and back. The encoder, which most images never need, is loaded
 * by its first call or {@link #warmUpEncoder}.
 *
 * <p>One caller at a time, best always the same platform thread.
 */
public final class AutoencoderModel implements AutoCloseable {
  static final String ARCHITECTURE = "AutoencoderKL";
  static final int COLOURS = 3;

  private final AutoencoderSource source;
  private final SessionSettings settings;
  private final AutoencoderDecoder decoder;

  /** Null until the first encoding; written by the caller only. */
  private @Nullable AutoencoderEncoder encoder;

  private AutoencoderModel(
      AutoencoderSource source, SessionSettings settings, AutoencoderDecoder decoder) {
    this.source = source;
    this.settings = settings;
    this.decoder = decoder;
  }

  /**
   * Loads the decoder of a model's autoencoder.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit the config
   * @throws InferenceException if ONNX Runtime or the wanted provider fails
   */
  public static AutoencoderModel load(DiffusersFolder folder, SessionSettings settings) {
    return load(AutoencoderSource.of(folder.vae()), settings);
  }

  /**
   * Loads the decoder of an autoencoder.
   *
   * @throws io.latentmesh.networks.graph.WeightsException if the weights do not fit the config
   * @throws InferenceException if ONNX Runtime or the wanted provider fails
   */
  public static AutoencoderModel load(AutoencoderSource source, SessionSettings settings) {
    SessionSettings own = settings(source.config(), settings);
    return new AutoencoderModel(source, own, AutoencoderDecoder.load(source, own));
  }

  /** SDXL's own autoencoder has activations above 65504. */
  static SessionSettings settings(VaeConfig config, SessionSettings wanted) {
    return config.forceUpcast() ? wanted.preferringFp32() : wanted;
  }

  /** The network's shape. */
  public VaeConfig config() {
    return decoder.config();
  }

  /** What a recipe records; waits for the hash of the weights right after loading. */
  public NetworkIdentity identity() {
    return decoder.network().identity();
  }

  /**
   * The image {@code [3,f h,f w]} of each latent, in order: about [-1,1], not clamped. An image
   * that is not finite says so.
   *
   * @param latents at least one {@code [C,h,w]}, {@code latent / scalingFactor + shiftFactor}: y of
   *     {@link io.latentmesh.networks.folder.LatentScaling}
   */
  public List<OutputRow> decode(List<float[]> latents, int height, int width) {
    return decoder.decode(latents, new LatentShape(config().latentChannels(), height, width));
  }

  /**
   * The distribution of y (see {@link #decode}) for each image, in order.
   *
   * @param images at least one {@code [3,H,W]} in [-1,1]; H and W multiples of {@code
   *     config().scaleFactor()}
   */
  public List<Moments> encode(List<float[]> images, int height, int width) {
    return encoder().encode(images, new LatentShape(COLOURS, height, width));
  }

  /** Runs the decoder once on zeros {@code [C,height,width]}. */
  public void warmUpDecoder(int rows, int height, int width) {
    float[] latent = new float[config().latentChannels() * height * width];
    decode(Collections.nCopies(rows, latent), height, width);
  }

  /** Loads the encoder and runs it once on zeros {@code [3,height,width]}. */
  public void warmUpEncoder(int rows, int height, int width) {
    encode(Collections.nCopies(rows, new float[COLOURS * height * width]), height, width);
  }

  @Override
  public void close() {
    if (encoder != null) {
      encoder.network().close();
    }
    decoder.network().close();
  }

  private AutoencoderEncoder encoder() {
    if (encoder == null) {
      encoder = AutoencoderEncoder.load(source, settings);
    }
    return encoder;
  }
}
