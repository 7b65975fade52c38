package io.latentmesh.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReadmeTest {
  private static final String BEGIN = "<!-- values -->\n";
  private static final String END = "<!-- end of values -->\n";

  /** With {@code -Dlatentmesh.accept=true} the README is written instead. */
  @Test
  void table_listsEveryValueWithItsDefault() throws IOException {
    Path file = Chart.FOLDER.resolve("README.md");
    String readme = Files.readString(file);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END);
    String table = ValuesTable.of(Files.readAllLines(Chart.FOLDER.resolve("values.yaml")));
    if (Boolean.getBoolean("latentmesh.accept")) {
      Files.writeString(file, readme.substring(0, begin) + table + readme.substring(end));
      return;
    }
    assertThat(readme.substring(begin, end))
        .as("mvn -pl deploy/helm -am test -Dtest=ReadmeTest -Dlatentmesh.accept=true writes it")
        .isEqualTo(table);
  }
}
