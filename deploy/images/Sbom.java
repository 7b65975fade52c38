import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes the bill of materials of one image as CycloneDX 1.6: what is really in it, jars with their digests, the Java runtime and the
 * system's libraries. Standard input has a component a line: kind, group, name, version, package URL, and the file if it is one,
 * separated by tabs. Arguments: the image's name, its version, the time.
 */
final class Sbom {
  private record Component(
      String kind, String group, String name, String version, String purl, String file) {
    static Component of(String line) {
      String[] part = line.split("\t", -1);
      return new Component(part[0], part[1], part[2], part[3], part[4], part[5]);
    }
  }

  private Sbom() {}

  public static void main(String[] arguments) throws IOException {
    List<String> components = new ArrayList<>();
    for (String line : new String(System.in.readAllBytes(), "UTF-8").lines().sorted().toList()) {
      components.add(json(Component.of(line)));
    }
    System.out.printf(
        """
        {
          "bomFormat": "CycloneDX",
          "specVersion": "1.6",
          "version": 1,
          "metadata": {
            "timestamp": "%s",
            "component": {"type": "container", "name": "%s", "version": "%s"}
          },
          "components": [
        %s
          ]
        }
        """,
        arguments[2], arguments[0], arguments[1], String.join(",\n", components));
  }

  private static String json(Component component) throws IOException {
    var fields = new ArrayList<String>();
    fields.add(field("type", component.kind()));
    if (!component.group().isEmpty()) {
      fields.add(field("group", component.group()));
    }
    fields.add(field("name", component.name()));
    fields.add(field("version", component.version()));
    fields.add(field("purl", component.purl()));
    if (!component.file().isEmpty()) {
      fields.add(
          "\"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"%s\"}]"
              .formatted(sha256(Path.of(component.file()))));
    }
    return "    {" + String.join(", ", fields) + "}";
  }

  private static String field(String name, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
      throw new IllegalArgumentException(name + ": must be plain text, was " + value);
    }
    return "\"%s\": \"%s\"".formatted(name, value);
  }

  private static String sha256(Path file) throws IOException {
    try (var content =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      content.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(content.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
