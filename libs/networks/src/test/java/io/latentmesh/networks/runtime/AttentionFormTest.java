package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.graph.Attention;
import io.latentmesh.networks.graph.AttentionForm;
import io.latentmesh.networks.graph.Axis;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.graph.GraphBuilder;
import io.latentmesh.networks.graph.Value;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Self-attention at the sizes where the forms change, which the models of the tests never reach.
 */
class AttentionFormTest {
  private static final int WIDTH = 40;
  private static final int HEADS = 2;

  @TempDir Path folder;

  static Stream<Arguments> formsAndThreads() {
    return Stream.of(AttentionForm.values())
        .flatMap(form -> IntStream.of(1, 2).mapToObj(threads -> Arguments.of(form, threads)));
  }

  @ParameterizedTest
  @MethodSource("formsAndThreads")
  void run_aRowInCompany_equalsTheRowAlone(AttentionForm form, int threads) throws IOException {
    List<float[]> rows = rows(8, 1024);
    try (ModelSession session = session(form, threads)) {
      for (int count = 2; count <= rows.size(); count++) {
        List<float[]> together = run(session, rows.subList(0, count));
        int last = count - 1;
        assertThat(together.get(last))
            .isEqualTo(run(session, rows.subList(last, count)).getFirst());
      }
    }
  }

  @Test
  void run_bothForms_agree() throws IOException {
    List<float[]> rows = rows(1, 1100);
    try (ModelSession tiled = session(AttentionForm.TILED, 1);
        ModelSession whole = session(AttentionForm.WHOLE, 1)) {
      float[] expected = run(whole, rows).getFirst();
      float[] actual = run(tiled, rows).getFirst();
      // Values of up to 3, each a sum over 1100 keys in float: some 1e-6 of rounding.
      assertThat(
              IntStream.range(0, expected.length)
                  .mapToDouble(i -> Math.abs(actual[i] - expected[i]))
                  .max()
                  .orElseThrow())
          .isPositive()
          .isLessThan(1e-5);
    }
  }

  @Test
  void forSelfAttention_from1024Tokens_isTiled() {
    assertThat(AttentionForm.forSelfAttention(1023)).isEqualTo(AttentionForm.WHOLE);
    assertThat(AttentionForm.forSelfAttention(1024)).isEqualTo(AttentionForm.TILED);
  }

  private ModelSession session(AttentionForm form, int threads) throws IOException {
    Path weights = folder.resolve("none.safetensors");
    new SafetensorsWriter().floats("unused", List.of(1L), new float[1]).write(weights);
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      GraphBuilder graph = new GraphBuilder("test", Weights.of(file));
      List<Axis> axes = List.of(Axis.BATCH, Axis.TOKENS, Axis.of(WIDTH));
      Value x = graph.input("x", ElementType.F32, axes, WIDTH);
      Value y = graph.operations().attention(new Attention(x, x, x, HEADS), form);
      graph.output("y", y, axes);
      return ModelSession.create(graph.build(), new SessionSettings(Provider.CPU, threads));
    }
  }

  private static List<float[]> run(ModelSession session, List<float[]> rows) {
    int count = rows.size();
    int tokens = rows.getFirst().length / WIDTH;
    RunShape shape =
        new RunShape(
            List.of(TensorSpec.floats("x", count, tokens, WIDTH)),
            List.of(TensorSpec.floats("y", count, tokens, WIDTH)));
    return session.run(
        shape,
        tensors -> tensors.fill("x", rows),
        tensors -> IntStream.range(0, count).mapToObj(i -> tensors.row("y", i, count)).toList());
  }

  private static List<float[]> rows(int count, int tokens) {
    Random random = new Random(1);
    return Stream.generate(
            () -> {
              float[] row = new float[tokens * WIDTH];
              for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
              }
              return row;
            })
        .limit(count)
        .toList();
  }
}
