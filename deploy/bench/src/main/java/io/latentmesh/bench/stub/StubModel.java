package io.latentmesh.bench.stub;

import io.latentmesh.unet.HostedModel;
import io.latentmesh.unet.engine.BatchDenoiser;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.ModelDefaults;
import io.latentmesh.v1.ModelIdentity;
import io.latentmesh.v1.TextEncoderServiceGetModelResponse;
import io.latentmesh.v1.VaeServiceGetModelResponse;

/**
 * The sizes of a model without weights.
 *
 * @param latentSide height and width of a latent, in latent pixels
 * @param textWidth numbers per token
 * @param scaleFactor pixels per latent pixel, on each axis
 */
public record StubModel(int latentSide, int textWidth, int scaleFactor) {
  static final int CHANNELS = 4;
  static final int TOKENS = 77;
  private static final String NAME = "stub";
  private static final int STEPS = 20;
  private static final double GUIDANCE_SCALE = 2.5;
  private static final double SCALING_FACTOR = 0.18215;
  private static final String SCHEDULER =
      """
      {"_class_name": "EulerDiscreteScheduler", "num_train_timesteps": 1000, "beta_start": 0.00085,
       "beta_end": 0.012, "beta_schedule": "scaled_linear", "prediction_type": "epsilon"}
      """;

  /** The demo model's sizes: pictures of 64 x 64 pixels. */
  public static StubModel demo() {
    return new StubModel(16, 192, 4);
  }

  /** Stable Diffusion 1.5's sizes: pictures of 512 x 512 pixels. */
  public static StubModel stableDiffusion() {
    return new StubModel(64, 768, 8);
  }

  /** The model around a network. */
  public HostedModel hosting(BatchDenoiser network) {
    return new HostedModel(denoiser(), network, TOKENS);
  }

  DenoiserServiceGetModelResponse denoiser() {
    return DenoiserServiceGetModelResponse.newBuilder()
        .setIdentity(identity("UNet2DConditionModel"))
        .setInChannels(CHANNELS)
        .setOutChannels(CHANNELS)
        .setConditioningWidth(textWidth)
        .setSampleSize(latentSide)
        .setSchedulerConfigJson(SCHEDULER)
        .setDefaults(ModelDefaults.newBuilder().setSteps(STEPS).setGuidanceScale(GUIDANCE_SCALE))
        .build();
  }

  TextEncoderServiceGetModelResponse textEncoder() {
    return TextEncoderServiceGetModelResponse.newBuilder()
        .setIdentity(identity("CLIPTextModel"))
        .setContextLength(TOKENS)
        .setHiddenSize(textWidth)
        .setLayers(1)
        .build();
  }

  VaeServiceGetModelResponse autoencoder() {
    return VaeServiceGetModelResponse.newBuilder()
        .setIdentity(identity("AutoencoderKL"))
        .setLatentChannels(CHANNELS)
        .setScaleFactor(scaleFactor)
        .setScalingFactor(SCALING_FACTOR)
        .build();
  }

  private static ModelIdentity identity(String architecture) {
    return ModelIdentity.newBuilder()
        .setName(NAME)
        .setArchitecture(architecture)
        .setSha256("0".repeat(64))
        .setParameters(1)
        .setProvider("cpu")
        .setStoredDataType("F32")
        .build();
  }
}
