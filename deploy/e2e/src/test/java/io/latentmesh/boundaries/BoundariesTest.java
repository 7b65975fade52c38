package io.latentmesh.boundaries;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.latentmesh.networks.broken.NetworkThatSpeaksGrpc;
import io.latentmesh.networks.broken.ProtobufOutsideGraph;
import io.latentmesh.networks.broken.RuntimeOutsideRuntime;
import io.latentmesh.orchestrator.broken.CycleLeft;
import io.latentmesh.orchestrator.broken.OrchestratorThatMountsWeights;
import io.latentmesh.orchestrator.broken.inner.CycleRight;
import io.latentmesh.orchestrator.generation.broken.GenerationThatSpeaksGrpc;
import io.latentmesh.orchestrator.sampling.broken.SamplerThatReadsFiles;
import io.latentmesh.serving.broken.ServingThatKnowsTensors;
import io.latentmesh.unet.engine.broken.EngineThatSpeaksGrpc;
import io.latentmesh.vae.broken.VaeThatKnowsTheUnet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BoundariesTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.latentmesh");

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void product_keepsBoundary(ArchRule rule, Class<?>... breakers) {
    rule.check(PRODUCT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void brokenBoundary_isReported(ArchRule rule, Class<?>... breakers) {
    JavaClasses broken = new ClassFileImporter().importClasses(breakers);
    assertThatThrownBy(() -> rule.check(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(breakers[0].getSimpleName());
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        rule(Boundaries.SAMPLING_IS_PURE, SamplerThatReadsFiles.class),
        rule(Boundaries.ENGINE_IS_PURE, EngineThatSpeaksGrpc.class),
        rule(Boundaries.ONNX_RUNTIME_IN_RUNTIME, RuntimeOutsideRuntime.class),
        rule(Boundaries.ONNX_PROTOBUF_IN_GRAPH, ProtobufOutsideGraph.class),
        rule(Boundaries.NETWORKS_KNOW_NO_GRPC, NetworkThatSpeaksGrpc.class),
        rule(Boundaries.SERVING_KNOWS_NO_MODELS, ServingThatKnowsTensors.class),
        rule(Boundaries.ORCHESTRATOR_MOUNTS_NO_WEIGHTS, OrchestratorThatMountsWeights.class),
        rule(Boundaries.GRPC_AT_THE_EDGE, GenerationThatSpeaksGrpc.class),
        rule(
            Boundaries.TIERS_KNOW_NOT_EACH_OTHER,
            VaeThatKnowsTheUnet.class,
            EngineThatSpeaksGrpc.class),
        rule(Boundaries.NO_PACKAGE_CYCLES, CycleLeft.class, CycleRight.class));
  }

  private static Arguments rule(ArchRule rule, Class<?>... breakers) {
    return arguments(rule, breakers);
  }
}
