package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.cli.repository.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/licences.md against the class path of the command line, which holds all that is shipped. */
class LicencesTest {
  private static final Set<String> ACCEPTED =
      Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-1.0", "EPL-2.0");
  private static final Pattern LINE = Pattern.compile("\\| `[^:`]+:([^`]+)` \\| (.+) \\|");

  @Test
  void everyLibrary_isListed_andEveryLineHasItsLibrary() throws IOException {
    assertThat(listed().keySet()).isEqualTo(onTheClassPath());
  }

  @Test
  void everyLibrary_canBeHadUnderALicenceThatIsAccepted() throws IOException {
    assertThat(listed())
        .allSatisfy((library, licences) ->
            assertThat(licences.split(" or ")).as(library).containsAnyElementsOf(ACCEPTED));
  }

  private static Map<String, String> listed() throws IOException {
    return Files.readAllLines(Repository.root().resolve("docs/licences.md")).stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
  }

  /** Artifacts by the folder of the local repository that each jar lies in: name/version/jar. */
  private static Set<String> onTheClassPath() throws IOException {
    String jars =
        Files.readString(Repository.root().resolve("deploy/cli/target/dependencies.classpath"));
    return Stream.of(jars.strip().split(Pattern.quote(File.pathSeparator), -1))
        .map(Path::of)
        .filter(jar -> !fromTheEnd(jar, 1).startsWith("latentmesh-"))
        .map(jar -> fromTheEnd(jar, 3))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String fromTheEnd(Path path, int names) {
    return path.getName(path.getNameCount() - names).toString();
  }
}
