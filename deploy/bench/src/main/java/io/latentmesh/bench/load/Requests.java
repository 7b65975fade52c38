package io.latentmesh.bench.load;

import io.latentmesh.v1.GenerateRequest;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Requests by number: the same number is the same request, and neighbours have other texts, seeds.
 *
 * @param steps of each
 * @param guidanceScale at most 1 halves the rows
 */
public record Requests(int steps, double guidanceScale) implements IntFunction<GenerateRequest> {
  private static final List<String> THINGS =
      List.of("heart", "sun", "tree", "fish", "cat", "star", "apple", "house", "moon", "flower");
  private static final List<String> COLOURS = List.of("red", "blue", "green", "yellow", "purple");

  /** The request of that number. */
  @Override
  public GenerateRequest apply(int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    String thing = THINGS.get(index / COLOURS.size() % THINGS.size());
    return GenerateRequest.newBuilder()
        .setPrompt("a " + colour + " " + thing)
        .setSeed(index)
        .setSteps(steps)
        .setGuidanceScale(guidanceScale)
        .build();
  }
}
