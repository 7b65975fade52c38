package io.latentmesh.orchestrator.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.latentmesh.serving.files.FileContents;
import io.latentmesh.serving.files.UnusableFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The tokens of a file: one in a line ({@code ./latentmesh token} writes it), {@code #} begins a
 * comment. A file with an unusable line is refused as a whole, and the former tokens stay.
 * Thread-safe.
 */
public final class Access implements FileContents {
  private final LongSupplier nanoTime;
  private volatile List<Grant> grants = List.of();

  /** No tokens yet. */
  public Access(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * What a token allows; empty when it is none. Takes as long whichever token it is, and whether it
   * is one: hashes are compared with all, in constant time.
   */
  public Optional<Grant> find(String token) {
    TokenHash presented = TokenHash.of(token);
    Optional<Grant> found = Optional.empty();
    for (Grant grant : grants) {
      if (grant.hash().matches(presented)) {
        found = Optional.of(grant);
      }
    }
    return found;
  }

  @Override
  public void use(List<byte[]> contents) throws UnusableFileException {
    String text = new String(contents.getFirst(), UTF_8);
    List<Grant> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      TokenLine token = parse(content, number);
      if (!names.add(token.name())) {
        throw new UnusableFileException(
            "line %d: name: must be there once, got %s again".formatted(number, token.name()));
      }
      read.add(new Grant(token, rate(token)));
    }
    grants = List.copyOf(read);
  }

  private static TokenLine parse(String line, int number) throws UnusableFileException {
    try {
      return TokenLine.parse(line);
    } catch (IllegalArgumentException e) {
      throw new UnusableFileException("line " + number + ": " + e.getMessage());
    }
  }

  /** A change of the file must not fill anybody's bucket. */
  private Optional<ImageRate> rate(TokenLine token) {
    if (token.imagesPerMinute().isEmpty()) {
      return Optional.empty();
    }
    int perMinute = token.imagesPerMinute().getAsInt();
    return grants.stream()
        .filter(grant -> grant.name().equals(token.name()))
        .flatMap(grant -> grant.rate().stream())
        .filter(rate -> rate.perMinute() == perMinute)
        .findFirst()
        .or(() -> Optional.of(new ImageRate(token.name(), perMinute, nanoTime)));
  }
}
