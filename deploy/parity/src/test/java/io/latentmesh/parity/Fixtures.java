package io.latentmesh.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folders of reference cases: any set in the format of deploy/parity/fixtures. */
public final class Fixtures {
  private Fixtures() {}

  /** What the system property {@code latentmesh.fixtures} names. */
  public static Path folder() {
    return Path.of(System.getProperty("latentmesh.fixtures"));
  }

  /** The cases that were made for this repository beside the common ones. */
  public static Path extraFolder() {
    return Path.of(System.getProperty("latentmesh.root"), "deploy", "parity", "fixtures-extra");
  }

  /**
   * The cases of a folder that {@code wanted} holds for, by name.
   *
   * @throws IllegalStateException when there is none: a parity test without cases shows nothing
   */
  public static List<FixtureCase> cases(Path folder, Predicate<FixtureCase> wanted) {
    try (Stream<Path> children = Files.list(folder)) {
      List<FixtureCase> cases =
          children
              .sorted()
              .filter(child -> Files.exists(child.resolve("expected.json")))
              .map(FixtureCase::read)
              .filter(wanted)
              .toList();
      if (cases.isEmpty()) {
        throw new IllegalStateException("no such case in " + folder);
      }
      return cases;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
