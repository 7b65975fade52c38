package io.latentmesh.compose;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A YAML file of {@code deploy/compose}, anchors resolved; variables have their defaults. */
record ComposeFile(JsonNode root) {
  static final Path REPOSITORY = Path.of(requireNonNull(System.getProperty("latentmesh.root")));
  static final Path FOLDER = REPOSITORY.resolve("deploy/compose");

  static ComposeFile read(String name) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    String text =
        Files.readString(FOLDER.resolve(name)).replaceAll("\\$\\{[A-Z_]+:-([^}]*)\\}", "$1");
    Object tree = new Yaml(new SafeConstructor(options)).load(text);
    return new ComposeFile(new ObjectMapper().valueToTree(tree));
  }

  JsonNode service(String name) {
    return root.at("/services/" + name);
  }

  /** What a service sees of this repository. */
  List<Mount> mounts(String service) {
    return StreamSupport.stream(service(service).path("volumes").spliterator(), false)
        .map(JsonNode::asText)
        .filter(volume -> volume.startsWith("."))
        .map(Mount::parse)
        .toList();
  }

  Map<String, String> environment(String service) {
    Map<String, String> environment = new TreeMap<>();
    service(service)
        .path("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }
}
