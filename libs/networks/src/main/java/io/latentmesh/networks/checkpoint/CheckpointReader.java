package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One look at one checkpoint. Confined to one thread. */
final class CheckpointReader {
  private static final String UNET = FamilyDetection.UNET;
  private static final String VAE = SingleFileVae.PREFIX;
  private static final int TEXT_TO_IMAGE_CHANNELS = 4;

  private final Path file;
  private final NamedTensors tensors;
  private final CheckpointFamily family;
  private final Optional<ConfigFolder> folder;
  private final List<String> warnings = new ArrayList<>();

  private CheckpointReader(Path file, NamedTensors tensors, Optional<ConfigFolder> folder) {
    this.file = file;
    this.tensors = tensors;
    this.family = FamilyDetection.of(tensors);
    this.folder = folder;
  }

  static SingleFileModel.Description read(
      NamedTensors tensors, Map<String, String> metadata, SingleFileOptions options) {
    Path file = tensors.file();
    Optional<ConfigFolder> folder = ConfigFolder.find(file, options);
    PredictionSources sources = new PredictionSources(file).file(metadata, tensors).yaml();
    folder.flatMap(ConfigFolder::scheduler).ifPresent(sources::scheduler);
    sources.option(options.predictionType());
    return new CheckpointReader(file, tensors, folder).describe(sources);
  }

  private SingleFileModel.Description describe(PredictionSources sources) {
    NamedTensors unet = unet();
    UnetShapes shapes = new UnetShapes(unet, family);
    SchedulerConfigs.Kind kind =
        new SchedulerConfigs.Kind(family, shapes.inChannels(), shapes.isConsistencyModel());
    PredictionType prediction = sources.agreed().orElseGet(() -> usual(kind));
    List<CheckpointComponent> components = new ArrayList<>(textEncoders());
    String unetConfig = config("unet", shapes.config(prediction));
    components.add(component(new Named("unet", "UNet2DConditionModel"), unet, unetConfig));
    vae(prediction).ifPresent(components::add);
    warnings.addAll(new UnknownTensors(tensors, family).warnings(components));
    return new SingleFileModel.Description(
        family,
        prediction,
        components,
        texts(kind, prediction, components),
        folder.map(ConfigFolder::root),
        warnings);
  }

  /** Nothing in the file or beside it tells; for most families there is only one. */
  private PredictionType usual(SchedulerConfigs.Kind kind) {
    boolean either = family == CheckpointFamily.SD2 && kind.inChannels() == TEXT_TO_IMAGE_CHANNELS;
    if (!either) {
      return PredictionType.EPSILON;
    }
    warnings.add(
        "prediction_type: neither the file nor a .yaml or config beside it says it; v_prediction is"
            + " assumed, as for 768-v models. 512-base models need epsilon: give the option");
    return PredictionType.V_PREDICTION;
  }

  private NamedTensors unet() {
    NamedTensors stored = tensors.below(UNET);
    return named(UnetNames.of(UnetLayout.of(stored)).translate(stored));
  }

  private Optional<CheckpointComponent> vae(PredictionType prediction) {
    NamedTensors stored = tensors.below(VAE);
    if (stored.isEmpty()) {
      warnings.add("vae: the file has none (no tensor '%s…')".formatted(VAE));
      return Optional.empty();
    }
    NamedTensors vae = named(VaeNames.of(stored).translate(stored));
    String config = config("vae", new VaeShapes(vae).config(habits(prediction)));
    return Optional.of(component(new Named("vae", "AutoencoderKL"), vae, config));
  }

  /** SDXL's own autoencoder has activations beyond F16. */
  private VaeShapes.Habits habits(PredictionType prediction) {
    boolean sdxl = family == CheckpointFamily.SDXL || family == CheckpointFamily.SDXL_REFINER;
    return new VaeShapes.Habits(family.scalingFactor(), family.sampleSize(prediction), sdxl);
  }

  private List<CheckpointComponent> textEncoders() {
    return family.textEncoders().stream().flatMap(this::textEncoder).toList();
  }

  private Stream<CheckpointComponent> textEncoder(TextEncoderPart part) {
    NamedTensors stored = tensors.below(part.prefix());
    if (stored.isEmpty()) {
      warnings.add(
          "%s: the file has none (no tensor '%s…')".formatted(part.component(), part.prefix()));
      return Stream.empty();
    }
    NamedTensors text = named(part.translate(stored));
    String config = config(part.component(), new TextShapes(text, part).config());
    return Stream.of(component(new Named(part.component(), part.architecture()), text, config));
  }

  private NamedTensors named(Map<String, TensorSlice> slices) {
    return new NamedTensors(file, "", slices);
  }

  /** What a component is called, and its class. */
  private record Named(String name, String architecture) {}

  private CheckpointComponent component(Named named, NamedTensors weights, String config) {
    return new CheckpointComponent(
        named.name(),
        named.architecture(),
        new TensorSet(file, weights.slices()),
        config,
        origin(named.name()));
  }

  private Path origin(String component) {
    return folder
        .flatMap(configs -> configs.config(component))
        .orElse(file.resolveSibling(file.getFileName() + " (" + component + ")"));
  }

  private String config(String component, Map<String, Object> derived) {
    return folder
        .flatMap(configs -> configs.config(component))
        .map(ConfigFolder::text)
        .orElseGet(() -> Json.of(derived));
  }

  private ModelTexts texts(
      SchedulerConfigs.Kind kind, PredictionType prediction, List<CheckpointComponent> components) {
    ModelTexts usual = ModelTexts.of(kind, prediction, components);
    Optional<Path> scheduler = folder.flatMap(ConfigFolder::scheduler);
    return folder
        .map(configs ->
            ModelTexts.of(
                configs, scheduler.map(ConfigFolder::text).orElse(usual.schedulerConfigJson())))
        .orElse(usual);
  }
}
