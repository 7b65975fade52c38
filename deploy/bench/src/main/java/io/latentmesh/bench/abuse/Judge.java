package io.latentmesh.bench.abuse;

import io.grpc.Status.Code;
import java.util.Optional;

/** Tells whether an ending is one that a bad call may have. */
final class Judge {
  private Judge() {}

  /** What is wrong with it; empty when nothing is. */
  static Optional<String> objection(Kind kind, Ending ending) {
    if (ending.how().equals(RawConnection.SILENT)) {
      return Optional.of("no answer");
    }
    return ending.code().flatMap(code -> objection(kind.ends(), code, ending.told()));
  }

  private static Optional<String> objection(Kind.Ends ends, Code code, boolean told) {
    if (code == Code.UNKNOWN) {
      return Optional.of("UNKNOWN");
    }
    if (code == Code.INTERNAL && told) {
      return Optional.of("INTERNAL from the product");
    }
    if (code != Code.OK && !told && !ends.bare().contains(code)) {
      return Optional.of(code + " without ErrorInfo");
    }
    boolean librarys = !told && ends.bare().contains(code);
    if (!ends.codes().isEmpty() && !ends.codes().contains(code) && !librarys) {
      return Optional.of("expected " + ends.codes() + ", was " + code);
    }
    return Optional.empty();
  }
}
