package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.parity.FixtureCase;
import io.latentmesh.parity.Fixtures;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Brownian paths against those of torchsde, as k-diffusion and diffusers ask for them. */
class BrownianParityTest {
  /** The noise itself is equal to the bit; a few float32 sums over a tree of 24 levels are not. */
  private static final Offset<Float> LIMIT = Offset.offset(1e-6f);

  @TestFactory
  Stream<DynamicTest> between_isTorchsdes() {
    return Fixtures.cases(Fixtures.folder(), fixture -> fixture.expected().has("brownian")).stream()
        .flatMap(fixture ->
            elements(fixture.expected().path("brownian"))
                .map(tree -> dynamicTest(name(tree), () -> check(fixture, tree))));
  }

  private static String name(JsonNode tree) {
    return "seed %s, %s".formatted(tree.path("seed"), tree.path("shape"));
  }

  private static void check(FixtureCase fixture, JsonNode tree) {
    BrownianTree path = path(tree);
    elements(tree.path("intervals"))
        .forEach(interval ->
            assertThat(
                    path.between(
                            interval.path("sigma").doubleValue(),
                            interval.path("sigma_next").doubleValue())
                        .toArray())
                .as(interval.toString())
                .containsExactly(fixture.floats(interval.path("noise").asText()), LIMIT));
    JsonNode raw = tree.path("raw_tree_W");
    assertThat(path.increment(raw.path("t0").doubleValue(), raw.path("t1").doubleValue()).toArray())
        .containsExactly(fixture.floats(raw.path("tensor").asText()), LIMIT);
  }

  private static BrownianTree path(JsonNode tree) {
    int elements =
        elements(tree.path("shape")).mapToInt(JsonNode::intValue).reduce(1, Math::multiplyExact);
    return new BrownianTree(
        new LatentShape(1, 1, elements),
        tree.path("seed").longValue(),
        tree.path("sigma_min").doubleValue(),
        tree.path("sigma_max").doubleValue());
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::path);
  }
}
