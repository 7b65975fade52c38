package io.latentmesh.networks.inspect;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One look at one folder: every part is read by itself, so that one broken part hides no other.
 * Confined to one thread.
 */
final class FolderInspection {
  private static final String UNKNOWN = "unknown";

  private final Path root;
  private final Findings findings = new Findings();

  FolderInspection(Path root) {
    this.root = root;
  }

  ModelReport report() {
    Optional<ModelIndex> index = findings.attempt(() -> ModelIndex.read(root));
    index.ifPresent(this::judge);
    Map<String, String> classes = index.map(ModelIndex::components).orElse(Map.of());
    Optional<UnetConfig> unet =
        findings.attempt(() -> UnetConfig.read(root.resolve("unet", "config.json")));
    Optional<VaeConfig> vae =
        findings.attempt(() -> VaeConfig.read(root.resolve("vae", "config.json")));
    List<ComponentReport> components = new ArrayList<>();
    for (TextSlot slot : textSlots(index)) {
      components.add(component(textEncoder(slot), classes));
      findings.attempt(() -> ModelFiles.tokenizer(root, slot));
    }
    String stem = "diffusion_pytorch_model";
    components.add(
        component(new Part("unet", stem, unet.map(Networks::of).orElse(List.of())), classes));
    components.add(
        component(new Part("vae", stem, vae.map(Networks::of).orElse(List.of())), classes));
    Optional<String> prediction = findings.attempt(() -> ModelFiles.predictionType(root));
    ModelDefaults defaults =
        findings.attempt(() -> ModelDefaults.read(root)).orElse(ModelDefaults.none());
    findings.attempt(() -> DiffusersFolder.open(root)); // what only the whole shows
    return new ModelReport(
        root,
        ModelName.of(root, defaults),
        family(index, unet),
        index.map(ModelIndex::pipeline).orElse(UNKNOWN),
        classes.getOrDefault("scheduler", UNKNOWN),
        prediction.orElse(UNKNOWN),
        components,
        List.of(),
        findings.problems());
  }

  /** First of all: in a model of another kind, most other problems follow from this one. */
  private void judge(ModelIndex index) {
    try {
      index.requireSupported(root);
    } catch (ModelFolderException e) {
      findings.add(String.valueOf(e.getMessage()));
    }
  }

  /** Those that the model says it has; without an index, the one that most models have. */
  private static List<TextSlot> textSlots(Optional<ModelIndex> index) {
    List<TextSlot> slots = index.map(ModelIndex::textSlots).orElse(List.of());
    return slots.isEmpty() ? List.of(TextSlot.FIRST) : slots;
  }

  private Part textEncoder(TextSlot slot) {
    Path file = root.resolve(slot.encoder(), "config.json");
    Optional<ClipTextConfig> config =
        findings.attempt(() -> ClipTextConfig.read(file, slot.architecture()));
    return new Part(slot.encoder(), "model", config.map(Networks::of).orElse(List.of()));
  }

  private static ModelFamily family(Optional<ModelIndex> index, Optional<UnetConfig> unet) {
    return index
        .filter(ModelIndex::isSupported)
        .flatMap(known -> unet.map(config -> ModelFamily.of(known.textSlots(), config)))
        .orElse(ModelFamily.UNKNOWN);
  }

  /**
   * A component: its folder, its weight file's stem, and the networks that its weights must fit.
   */
  private record Part(String name, String stem, List<Consumer<Weights>> networks) {}

  private ComponentReport component(Part part, Map<String, String> classes) {
    Optional<WeightReport> weights =
        findings
            .attempt(() -> WeightFiles.find(root.resolve(part.name()), part.stem()))
            .flatMap(file -> findings.attempt(() -> WeightFiles.open(file)))
            .flatMap(tensors -> new WeightCheck(findings).report(tensors, part.networks()));
    return new ComponentReport(
        part.name(), classes.getOrDefault(part.name(), UNKNOWN), weights.orElse(null));
  }
}
