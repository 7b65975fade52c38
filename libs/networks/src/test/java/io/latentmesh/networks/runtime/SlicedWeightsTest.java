package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.graph.Axis;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.GraphBuilder;
import io.latentmesh.networks.graph.Value;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorFiles;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights that are a part of a tensor, or its transpose, multiply as if they were stored so. */
class SlicedWeightsTest {
  private static final float[] ONE_TO_SIX = {1, 2, 3, 4, 5, 6};

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void run_withATransposedMatrix_multipliesByItsTranspose(Dtype dtype) {
    // Stored [[1,2],[3,4],[5,6]]; as [out,in] it is [[1,3,5],[2,4,6]].
    TensorSlice matrix = stored(dtype, List.of(3L, 2L), ONE_TO_SIX).transposed();
    assertThat(times(matrix, new float[] {1, 10, 100})).containsExactly(531, 642);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void run_withTheSecondThirdOfAMatrix_multipliesByThatThird(Dtype dtype) {
    float[] fused = {9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 8, 8, 8, 8, 8, 8};
    TensorSlice rows = stored(dtype, List.of(6L, 3L), fused).part(1, 3);
    assertThat(times(rows, new float[] {1, 10, 100})).containsExactly(321, 654);
  }

  private TensorSlice stored(Dtype dtype, List<Long> shape, float[] values) {
    Path path = folder.resolve("w.safetensors");
    TensorFiles.write(path, Map.of("stored", TensorFiles.stored(dtype, shape, values)));
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return Objects.requireNonNull(file.tensors().slices().get("stored"));
    }
  }

  /** {@code x W^T} for one row of three. */
  private static float[] times(TensorSlice matrix, float[] row) {
    TensorSet weights = new TensorSet(matrix.file(), Map.of("l.weight", matrix));
    GraphBuilder graph = new GraphBuilder("test", Weights.of(weights));
    List<Axis> axes = List.of(Axis.BATCH, Axis.TOKENS, Axis.of(3));
    Value x = graph.input("x", ElementType.F32, axes, 3);
    Value y = graph.layers().linearWithoutBias(x, "l", 2);
    graph.output("y", y, List.of(Axis.BATCH, Axis.TOKENS, Axis.of(2)));
    SessionSettings oneThread = new SessionSettings(Provider.CPU, 1);
    try (ModelSession session = ModelSession.create(graph.build(), oneThread)) {
      return session.run(
          new RunShape(
              List.of(TensorSpec.floats("x", 1, 1, 3)), List.of(TensorSpec.floats("y", 1, 1, 2))),
          tensors -> tensors.fill("x", List.of(row)),
          tensors -> tensors.row("y", 0, 1));
    }
  }
}
