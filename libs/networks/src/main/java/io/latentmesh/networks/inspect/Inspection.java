package io.latentmesh.networks.inspect;

import io.latentmesh.networks.architecture.AutoencoderDecoderNetwork;
import io.latentmesh.networks.architecture.AutoencoderEncoderNetwork;
import io.latentmesh.networks.architecture.ClipTextNetwork;
import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.folder.ModelDefaults;
import io.latentmesh.networks.folder.ModelFiles;
import io.latentmesh.networks.folder.ModelFolderException;
import io.latentmesh.networks.folder.ModelIndex;
import io.latentmesh.networks.folder.ModelName;
import io.latentmesh.networks.folder.TextSlot;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.folder.WeightFiles;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.graph.WeightsException;
import io.latentmesh.networks.safetensors.SafetensorsException;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One look at one folder: every part is read by itself, so that one broken part hides no other.
 * Confined to one thread.
 */
final class Inspection {
  /** Tensors listed by name per file; more are counted. */
  private static final int LISTED = 5;

  private static final String UNKNOWN = "unknown";

  private final Path root;
  private final Set<String> problems = new LinkedHashSet<>(); // opening repeats what parts said

  Inspection(Path root) {
    this.root = root;
  }

  ModelReport report() {
    Optional<ModelIndex> index = attempt(() -> ModelIndex.read(root));
    index.ifPresent(this::judge);
    Map<String, String> classes = index.map(ModelIndex::components).orElse(Map.of());
    Optional<UnetConfig> unet = attempt(() -> UnetConfig.read(root.resolve("unet", "config.json")));
    Optional<VaeConfig> vae = attempt(() -> VaeConfig.read(root.resolve("vae", "config.json")));
    List<ComponentReport> components = new ArrayList<>();
    for (TextSlot slot : textSlots(index)) {
      components.add(component(textEncoder(slot), classes));
      attempt(() -> ModelFiles.tokenizer(root, slot));
    }
    String stem = "diffusion_pytorch_model";
    components.add(
        component(
            new Part("unet", stem, unet.map(Inspection::networks).orElse(List.of())), classes));
    components.add(
        component(new Part("vae", stem, vae.map(Inspection::networks).orElse(List.of())), classes));
    attempt(() -> ModelFiles.schedulerConfig(root));
    ModelDefaults defaults = attempt(() -> ModelDefaults.read(root)).orElse(ModelDefaults.none());
    attempt(() -> DiffusersFolder.open(root)); // what only the whole shows
    return new ModelReport(
        root,
        ModelName.of(root, defaults),
        family(index, unet),
        index.map(ModelIndex::pipeline).orElse(UNKNOWN),
        classes.getOrDefault("scheduler", UNKNOWN),
        components,
        List.copyOf(problems));
  }

  /** First of all: in a model of another kind, most other problems follow from this one. */
  private void judge(ModelIndex index) {
    try {
      index.requireSupported(root);
    } catch (ModelFolderException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /** Those that the model says it has; without an index, the one that most models have. */
  private static List<TextSlot> textSlots(Optional<ModelIndex> index) {
    List<TextSlot> slots = index.map(ModelIndex::textSlots).orElse(List.of());
    return slots.isEmpty() ? List.of(TextSlot.FIRST) : slots;
  }

  private Part textEncoder(TextSlot slot) {
    Path file = root.resolve(slot.encoder(), "config.json");
    Optional<ClipTextConfig> config = attempt(() -> ClipTextConfig.read(file, slot.architecture()));
    return new Part(slot.encoder(), "model", config.map(Inspection::networks).orElse(List.of()));
  }

  private static ModelFamily family(Optional<ModelIndex> index, Optional<UnetConfig> unet) {
    return index
        .filter(ModelIndex::isSupported)
        .flatMap(known -> unet.map(config -> ModelFamily.of(known, config)))
        .orElse(ModelFamily.UNKNOWN);
  }

  /**
   * A component: its folder, its weight file's stem, and the networks that its weights must fit.
   */
  private record Part(String name, String stem, List<Consumer<Weights>> networks) {}

  private static List<Consumer<Weights>> networks(ClipTextConfig config) {
    return List.of(weights -> ClipTextNetwork.graph(config, weights));
  }

  private static List<Consumer<Weights>> networks(UnetConfig config) {
    return List.of(weights -> UnetNetwork.graph(config, weights));
  }

  private static List<Consumer<Weights>> networks(VaeConfig config) {
    return List.of(
        weights -> AutoencoderDecoderNetwork.graph(config, weights),
        weights -> AutoencoderEncoderNetwork.graph(config, weights));
  }

  private ComponentReport component(Part part, Map<String, String> classes) {
    Optional<WeightReport> weights =
        attempt(() -> WeightFiles.find(root.resolve(part.name()), part.stem()))
            .flatMap(file -> weights(file, part.networks()));
    return new ComponentReport(
        part.name(), classes.getOrDefault(part.name(), UNKNOWN), weights.orElse(null));
  }

  private Optional<WeightReport> weights(Path file, List<Consumer<Weights>> networks) {
    return attempt(() -> {
      try (SafetensorsFile weights = SafetensorsFile.open(file)) {
        listSurprises(file, weights);
        networks.forEach(network -> fit(weights, network));
        return WeightReport.of(weights);
      }
    });
  }

  /** Compiling is the check: it asks for every tensor that the config promises. */
  private void fit(SafetensorsFile weights, Consumer<Weights> network) {
    try {
      network.accept(Weights.of(weights));
    } catch (WeightsException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /** Weights are floats; the one integer tensor of old text encoders is a constant. */
  private void listSurprises(Path file, SafetensorsFile weights) {
    List<String> surprises = new ArrayList<>();
    for (TensorEntry tensor : weights.entries().values()) {
      if (!tensor.dtype().isFloat() && !tensor.name().endsWith("position_ids")) {
        surprises.add(
            "%s: tensor '%s': dtype: must be F32, F16, BF16 or F64, was %s"
                .formatted(file, tensor.name(), tensor.dtype()));
      }
    }
    problems.addAll(surprises.subList(0, Math.min(LISTED, surprises.size())));
    if (surprises.size() > LISTED) {
      problems.add("%s: %d more tensors of such types".formatted(file, surprises.size() - LISTED));
    }
  }

  private <T> Optional<T> attempt(Supplier<T> part) {
    try {
      return Optional.of(part.get());
    } catch (ModelFolderException | SafetensorsException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
