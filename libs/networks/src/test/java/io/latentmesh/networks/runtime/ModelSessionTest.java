package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.graph.Axis;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.GraphBuilder;
import io.latentmesh.networks.graph.Value;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSessionTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // set before every test
  private ModelSession session;

  /** y = x W^T + b; the weights are reached through a link, as in a hub's cache. */
  @BeforeEach
  void load() throws IOException {
    Path blob = Files.createDirectory(folder.resolve("blobs")).resolve("5c0ffee");
    new SafetensorsWriter()
        .floats("l.weight", List.of(2L, 3L), new float[] {1, 2, 3, 4, 5, 6})
        .floats("l.bias", List.of(2L), new float[] {10, 20})
        .write(blob);
    Path link = folder.resolve("model.safetensors");
    Files.createSymbolicLink(link, Path.of("blobs", "5c0ffee"));
    try (SafetensorsFile file = SafetensorsFile.open(link)) {
      GraphBuilder graph = new GraphBuilder("test", Weights.of(file));
      List<Axis> rows = List.of(Axis.BATCH, Axis.of(3));
      Value x = graph.input("x", ElementType.F32, rows, 3);
      Value y = graph.layers().linearRows(x, "l", 2);
      graph.output("y", y, List.of(Axis.BATCH, Axis.of(2)));
      session = ModelSession.create(graph.build(), new SessionSettings(Provider.CPU, 1));
    }
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void run_linearLayer_multipliesAndAdds() {
    assertThat(run(new float[] {1, 0, 0}, new float[] {1, 1, 1}))
        .containsExactly(new float[] {11, 24}, new float[] {16, 35});
  }

  @Test
  void run_moreShapesThanAreRemembered_staysRight() {
    for (int rows = 1; rows <= 20; rows++) {
      float[][] x = new float[rows][3];
      x[rows - 1][2] = 1;
      assertThat(run(x).getLast()).containsExactly(13, 26);
    }
    assertThat(run(new float[] {1, 0, 0})).containsExactly(new float[] {11, 24});
  }

  @Test
  void run_whileAnotherRuns_isRefused() {
    assertThatThrownBy(
            () -> session.run(shape(1), tensors -> run(new float[3]), tensors -> tensors))
        .hasMessage("a model takes one caller at a time");
  }

  @Test
  void run_afterARefusedOne_works() {
    assertThatThrownBy(() ->
        session.run(shape(1), tensors -> tensors.fill("nothing", List.of()), tensors -> tensors));
    assertThat(run(new float[] {0, 0, 1})).containsExactly(new float[] {13, 26});
  }

  private List<float[]> run(float[]... rows) {
    return session.run(
        shape(rows.length),
        tensors -> tensors.fill("x", List.of(rows)),
        tensors ->
            IntStream.range(0, rows.length)
                .mapToObj(i -> tensors.row("y", i, rows.length))
                .toList());
  }

  private static RunShape shape(int rows) {
    return new RunShape(
        List.of(TensorSpec.floats("x", rows, 3)), List.of(TensorSpec.floats("y", rows, 2)));
  }
}
