package io.latentmesh.networks.inspect;

import io.latentmesh.networks.folder.ModelFiles;
import io.latentmesh.networks.folder.ModelIndex;
import io.latentmesh.networks.folder.TextSlot;
import io.latentmesh.networks.model.ExportedGraph;
import io.latentmesh.networks.model.ModelOptions;
import io.latentmesh.networks.model.NetworkSource;
import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.model.TextToImageModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One look at one folder of exported graphs. Confined to one thread. */
final class ExportInspection {
  private static final String UNKNOWN = "unknown";

  private final Path root;
  private final Findings findings = new Findings();

  ExportInspection(Path root) {
    this.root = root;
  }

  ModelReport report() {
    Optional<ModelIndex> index = findings.attempt(() -> ModelIndex.read(root));
    Optional<TextToImageModel> model =
        findings.attempt(() -> TextToImageModel.open(root, ModelOptions.none()));
    Optional<String> prediction = findings.attempt(() -> ModelFiles.predictionType(root));
    return new ModelReport(
        root,
        model.map(TextToImageModel::name).orElse(String.valueOf(root.getFileName())),
        model.map(ExportInspection::family).orElse(ModelFamily.UNKNOWN),
        index.map(ModelIndex::pipeline).orElse(UNKNOWN),
        index.map(known -> known.components().getOrDefault("scheduler", UNKNOWN)).orElse(UNKNOWN),
        prediction.orElse(UNKNOWN),
        model.map(this::components).orElse(List.of()),
        List.of(),
        findings.problems());
  }

  private static ModelFamily family(TextToImageModel model) {
    List<TextSlot> slots =
        model.textEncoders().size() > 1 || !model.textEncoders().getFirst().projects()
            ? List.of(TextSlot.FIRST)
            : List.of(TextSlot.SECOND);
    return ModelFamily.of(slots, model.denoiser().config());
  }

  private List<ComponentReport> components(TextToImageModel model) {
    List<NetworkSource> networks = new ArrayList<>();
    model.textEncoders().stream().map(TextEncoderSource::network).forEach(networks::add);
    networks.add(model.denoiser().network());
    networks.add(model.autoencoder().decoder());
    networks.add(model.autoencoder().encoder());
    return networks.stream().map(this::component).toList();
  }

  private ComponentReport component(NetworkSource network) {
    if (!(network instanceof ExportedGraph graph)) {
      throw new IllegalStateException("an export has graphs only, has " + network);
    }
    Optional<WeightReport> weights =
        findings
            .attempt(graph::read)
            .flatMap(file -> findings.attempt(() -> WeightReport.of(file)));
    return new ComponentReport(
        String.valueOf(graph.path().resolveSibling("").getFileName()),
        graph.role().architecture(),
        weights.orElse(null));
  }
}
