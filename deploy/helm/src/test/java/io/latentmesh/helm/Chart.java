package io.latentmesh.helm;

import static java.util.Objects.requireNonNull;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The chart of this repository, and what Helm makes of it as release {@code mesh} in {@code art}.
 */
final class Chart {
  static final Path REPOSITORY = Path.of(requireNonNull(System.getProperty("latentmesh.root")));

  /** As it is in the repository. */
  static final Path FOLDER = REPOSITORY.resolve("deploy/helm/latentmesh");

  /** As it is installed. */
  private static final Path ASSEMBLED = assemble();

  static final String NAMESPACE = "art";

  private Chart() {}

  static LintResult lint() {
    return new Helm(ASSEMBLED).lint().strict().call();
  }

  static Manifests render() {
    return render(Map.of());
  }

  /**
   * With single values.
   *
   * @param values by path, such as {@code unet.gpu.enabled}
   * @throws IllegalStateException with Helm's message if the chart or its schema refuses them
   */
  static Manifests render(Map<String, ?> values) {
    TemplateCommand command = command();
    values.forEach(command::set);
    return Manifests.parse(command.call());
  }

  /** The defaults, for a cluster of a certain version. */
  static Manifests renderFor(String kubernetesVersion) {
    return Manifests.parse(command().withKubeVersion(kubernetesVersion).call());
  }

  /** With a values file given as text. */
  static Manifests renderYaml(String yaml) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, yaml);
        return render(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Manifests render(Path valuesFile) {
    return Manifests.parse(command().withValuesFile(valuesFile).call());
  }

  /** Values files for whole installations; together they turn on everything that the chart has. */
  static List<Path> examples() {
    try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
      return files.filter(file -> file.toString().endsWith("-values.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TemplateCommand command() {
    return new Helm(ASSEMBLED)
        .template()
        .withName("mesh")
        .withNamespace(NAMESPACE)
        .withKubeVersion("1.34.0");
  }

  static Path assembledFiles(String folder) {
    return ASSEMBLED.resolve("files").resolve(folder);
  }

  private static Path assemble() {
    try {
      Path folder = REPOSITORY.resolve("deploy/helm/target/tests");
      Process process =
          new ProcessBuilder("bash", "deploy/helm/assemble", folder.toString())
              .directory(REPOSITORY.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("deploy/helm/assemble: " + output);
      }
      Path chart = folder.resolve("latentmesh");
      asAnOrdinaryObject(chart.resolve("templates/tests/health.yaml"));
      return chart;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Hooks are not among what helm-java renders. */
  private static void asAnOrdinaryObject(Path hook) throws IOException {
    Files.writeString(hook, Files.readString(hook).replace("helm.sh/hook", "example.com/hook"));
  }
}
