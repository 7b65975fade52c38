package io.latentmesh.networks.inspect;

import io.latentmesh.networks.checkpoint.CheckpointComponent;
import io.latentmesh.networks.checkpoint.SingleFileModel;
import io.latentmesh.networks.checkpoint.SingleFileOptions;
import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.TextArchitecture;
import io.latentmesh.networks.folder.TextSlot;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.graph.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One look at one single-file checkpoint. Confined to one thread. */
final class CheckpointInspection {
  private static final String UNKNOWN = "unknown";

  private final Path file;
  private final SingleFileOptions options;
  private final Findings findings = new Findings();

  CheckpointInspection(Path file, SingleFileOptions options) {
    this.file = file;
    this.options = options;
  }

  ModelReport report() {
    return findings
        .attempt(() -> SingleFileModel.open(file, options))
        .map(this::report)
        .orElseGet(this::unreadable);
  }

  private ModelReport report(SingleFileModel model) {
    List<ComponentReport> components = model.components().stream().map(this::component).toList();
    return new ModelReport(
        file,
        model.name(),
        ModelFamily.of(model.family()),
        model.pipeline(),
        model.scheduler(),
        model.predictionType().label(),
        components,
        model.warnings(),
        findings.problems());
  }

  private ComponentReport component(CheckpointComponent component) {
    List<Consumer<Weights>> networks =
        findings.attempt(() -> networks(component)).orElse(List.of());
    Optional<WeightReport> weights =
        new WeightCheck(findings).report(component.weights(), networks);
    return new ComponentReport(component.name(), component.architecture(), weights.orElse(null));
  }

  private static List<Consumer<Weights>> networks(CheckpointComponent component) {
    Path origin = component.configOrigin();
    String json = component.configJson();
    return switch (component.name()) {
      case "unet" -> Networks.of(UnetConfig.parse(origin, json));
      case "vae" -> Networks.of(VaeConfig.parse(origin, json));
      default -> Networks.of(ClipTextConfig.parse(origin, json, text(component.name())));
    };
  }

  private static TextArchitecture text(String component) {
    return Arrays.stream(TextSlot.values())
        .filter(slot -> slot.encoder().equals(component))
        .findFirst()
        .orElseThrow()
        .architecture();
  }

  private ModelReport unreadable() {
    return new ModelReport(
        file,
        String.valueOf(file.getFileName()),
        ModelFamily.UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        List.of(),
        List.of(),
        findings.problems());
  }
}
