package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.parity.FixtureCase;
import io.latentmesh.parity.Fixtures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every value is that of torch.randn, to the last bit. */
class RandnParityTest {
  @TestFactory
  Stream<DynamicTest> randn_drawnTwice_isTorchs() {
    return cases("randn")
        .flatMap(fixture ->
            elements(fixture.expected().path("randn"))
                .map(draw ->
                    dynamicTest(
                        "%s values, seed %s".formatted(draw.path("n"), draw.path("seed")),
                        () -> checkTwoDraws(fixture, draw))));
  }

  @TestFactory
  Stream<DynamicTest> randn_ofMixedSizesFromOneGenerator_isTorchs() {
    return cases("mixed")
        .map(
            fixture -> dynamicTest(fixture.name(), () -> checkSequence(fixture, "mixed", "sizes")));
  }

  @TestFactory
  Stream<DynamicTest> randn_ofShapes_isTorchs() {
    return cases("shaped")
        .map(fixture ->
            dynamicTest(fixture.name(), () -> checkSequence(fixture, "shaped", "shapes")));
  }

  @TestFactory
  Stream<DynamicTest> randn_fromOneGeneratorPerImage_isDiffusers() {
    return cases("generator_list")
        .map(fixture -> dynamicTest(fixture.name(), () -> checkGeneratorList(fixture)));
  }

  private static void checkTwoDraws(FixtureCase fixture, JsonNode draw) {
    TorchGenerator generator = new TorchGenerator(draw.path("seed").longValue());
    int n = draw.path("n").intValue();
    assertThat(generator.randn(n)).isEqualTo(fixture.floats(draw.path("first").asText()));
    assertThat(generator.randn(n)).isEqualTo(fixture.floats(draw.path("second").asText()));
  }

  private static void checkSequence(FixtureCase fixture, String name, String sizes) {
    JsonNode sequence = fixture.expected().path(name);
    TorchGenerator generator = new TorchGenerator(sequence.path("seed").longValue());
    for (int i = 0; i < sequence.path("tensors").size(); i++) {
      assertThat(generator.randn(count(sequence.path(sizes).path(i))))
          .as("draw %d", i)
          .isEqualTo(fixture.floats(sequence.path("tensors").path(i).asText()));
    }
  }

  private static void checkGeneratorList(FixtureCase fixture) {
    JsonNode list = fixture.expected().path("generator_list");
    float[] expected = fixture.floats(list.path("tensor").asText());
    List<JsonNode> seeds = elements(list.path("seeds")).toList();
    int each = expected.length / seeds.size();
    for (int i = 0; i < seeds.size(); i++) {
      assertThat(new TorchGenerator(seeds.get(i).longValue()).randn(each))
          .isEqualTo(Arrays.copyOfRange(expected, i * each, (i + 1) * each));
    }
  }

  /** A size, or the product of a shape. */
  private static int count(JsonNode sizeOrShape) {
    return sizeOrShape.isArray()
        ? elements(sizeOrShape).mapToInt(JsonNode::intValue).reduce(1, Math::multiplyExact)
        : sizeOrShape.intValue();
  }

  private static Stream<FixtureCase> cases(String field) {
    return Fixtures.cases(Fixtures.folder(), fixture -> fixture.expected().has(field)).stream();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::path);
  }
}
