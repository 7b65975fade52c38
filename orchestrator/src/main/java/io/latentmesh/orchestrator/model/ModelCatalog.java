package io.latentmesh.orchestrator.model;

import io.grpc.Status.Code;
import io.latentmesh.orchestrator.plan.SchedulerConfig;
import io.latentmesh.orchestrator.plan.SchedulerConfigException;
import io.latentmesh.orchestrator.stage.DenoiserDescription;
import io.latentmesh.orchestrator.stage.DenoiserStreams;
import io.latentmesh.orchestrator.stage.TextEncoder;
import io.latentmesh.orchestrator.stage.TextEncoderDescription;
import io.latentmesh.orchestrator.stage.Vae;
import io.latentmesh.orchestrator.stage.VaeDescription;
import io.latentmesh.serving.ServiceException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The models that all three stages hold; today that is one, the default of each. Remembers what the
 * stages said last, and asks again when it knows nothing or is asked for a name it does not know.
 * Thread-safe.
 *
 * <p>A stage that does not answer for a while takes nothing from what is known: requests go on, and
 * wait for the stage as far as their deadlines allow. A stage that answers something else does.
 */
public final class ModelCatalog {
  private final TextEncoder textEncoder;
  private final DenoiserStreams denoiser;
  private final Vae vae;
  private final AtomicReference<Optional<Model>> remembered =
      new AtomicReference<>(Optional.empty());

  public ModelCatalog(TextEncoder textEncoder, DenoiserStreams denoiser, Vae vae) {
    this.textEncoder = textEncoder;
    this.denoiser = denoiser;
    this.vae = vae;
  }

  /**
   * The model of that name; an absent name means the default one.
   *
   * @throws ServiceException NOT_FOUND listing the models; a stage's own error when it does not
   *     answer; FAILED_PRECONDITION when the stages hold models that do not fit together
   */
  public Model require(Optional<String> name) {
    Optional<Model> known = known(name);
    if (known.isPresent()) {
      return known.get();
    }
    Model current = refresh();
    if (name.isPresent() && !name.get().equals(current.name())) {
      throw ServiceException.of(
              Code.NOT_FOUND,
              "MODEL_NOT_FOUND",
              "model: no model \"%s\"; there is: %s".formatted(name.get(), current.name()))
          .withMetadata("model", name.get());
    }
    return current;
  }

  /** As {@link #require}, from memory: empty when nothing of that name is known. */
  Optional<Model> known(Optional<String> name) {
    return remembered.get().filter(model -> name.isEmpty() || name.get().equals(model.name()));
  }

  /**
   * Asks all stages, and remembers what they say. When they do not fit together, nothing is known;
   * when one does not answer, what was known stays known.
   */
  public Model refresh() {
    TextEncoderDescription text = textEncoder.describe();
    DenoiserDescription unet = denoiser.describe();
    VaeDescription autoencoder = vae.describe();
    try {
      Model model = together(text, unet, autoencoder);
      remembered.set(Optional.of(model));
      return model;
    } catch (ServiceException e) {
      forget();
      throw e;
    }
  }

  /** From now on nothing is known, until the stages answer again. */
  void forget() {
    remembered.set(Optional.empty());
  }

  private static Model together(
      TextEncoderDescription text, DenoiserDescription unet, VaeDescription autoencoder) {
    requireEqual("name", text.identity().name(), unet.identity().name());
    requireEqual("name", unet.identity().name(), autoencoder.identity().name());
    requireEqual("conditioning width", text.hiddenSize(), unet.conditioningWidth());
    if (unet.vectors().pooled() > 0) {
      requireEqual("pooled width", text.pooledWidth(), unet.vectors().pooled());
    }
    requireEqual("latent channels", autoencoder.latentChannels(), unet.inChannels());
    return new Model(text, unet, autoencoder, schedulerConfig(unet));
  }

  private static void requireEqual(String what, Object one, Object other) {
    if (!one.equals(other)) {
      throw ServiceException.of(
          Code.FAILED_PRECONDITION,
          "MODEL_MISMATCH",
          "the stages hold different models: %s %s and %s".formatted(what, one, other));
    }
  }

  private static SchedulerConfig schedulerConfig(DenoiserDescription unet) {
    try {
      return SchedulerConfig.parse(unet.schedulerConfigJson());
    } catch (SchedulerConfigException e) {
      throw ServiceException.of(
              Code.FAILED_PRECONDITION,
              "SCHEDULER_CONFIG_INVALID",
              "unet: scheduler_config.json of model %s: %s"
                  .formatted(unet.identity().name(), e.getMessage()))
          .withCause(e);
    }
  }
}
