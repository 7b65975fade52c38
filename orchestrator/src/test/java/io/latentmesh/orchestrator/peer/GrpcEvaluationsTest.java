package io.latentmesh.orchestrator.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.tensor.TensorFormatException;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcEvaluationsTest {
  private static final LatentShape SHAPE = new LatentShape(1, 1, 2);
  private static final Latent FIRST = Latent.of(SHAPE, new float[] {1, 2});
  private static final Latent SECOND = Latent.of(SHAPE, new float[] {3, 4});

  private final GrpcEvaluations messages = new GrpcEvaluations(SHAPE, WireType.F32);

  @Test
  void question_namesEvaluationTimestepAndRows() {
    Evaluate question = messages.question(3, FIRST, 12.5, List.of(0, 2));
    assertThat(question.getEvaluation()).isEqualTo(3);
    assertThat(question.getTimestep()).isEqualTo(12.5f);
    assertThat(question.getConditioningsList()).containsExactly(0, 2);
    assertThat(question.getLatent()).isEqualTo(GrpcLatents.tensor(FIRST));
  }

  @Test
  void bytes_ofAQuestionThatWasRead_areUsedAgain() {
    Evaluate first = messages.question(1, FIRST, 1, List.of(0));
    messages.wasRead();
    messages.question(2, SECOND, 1, List.of(0));
    assertThat(values(first)).containsExactly(3, 4);
  }

  @Test
  void bytes_ofAQuestionThatMayStillBeRead_areLeftAlone() {
    Evaluate first = messages.question(1, FIRST, 1, List.of(0));
    Evaluate second = messages.question(2, SECOND, 1, List.of(0));
    assertThat(values(first)).containsExactly(1, 2);
    assertThat(values(second)).containsExactly(3, 4);
  }

  @Test
  void predictions_ofAnotherShape_nameTheRow() {
    Evaluated answer =
        Evaluated.newBuilder()
            .addPredictions(GrpcLatents.tensor(FIRST))
            .addPredictions(TensorCodec.ofFloats(new float[2], List.of(2L)))
            .build();
    assertThatThrownBy(() -> messages.predictions(answer, FIRST))
        .isInstanceOf(TensorFormatException.class)
        .hasMessageStartingWith("predictions[1].shape: must be [1, 1, 2]");
  }

  private static float[] values(Evaluate question) {
    return TensorCodec.floats(question.getLatent(), "latent");
  }
}
