package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.tensor.ReusedTensor;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import io.latentmesh.v1.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream's evaluations as messages. They share their latent's bytes, one after the other: a
 * question must not be looked at when the next one is made, unless nobody said that it {@link
 * #wasRead}. Confined to the image's thread.
 */
public final class GrpcEvaluations {
  /** Proto paths of the usual rows, which no step makes anew. */
  private static final List<String> FIELDS =
      List.of("predictions[0]", "predictions[1]", "predictions[2]");

  private final WireType type;
  private final List<Long> shape;
  private Evaluate newest = Evaluate.getDefaultInstance();
  private @Nullable ReusedTensor free; // Null while its bytes may still be read.
  private @Nullable ReusedTensor underWay; // Null before the first question.

  /**
   * @param shape of all latents
   */
  public GrpcEvaluations(LatentShape shape, WireType type) {
    this.shape = GrpcLatents.shape(shape);
    this.type = type;
  }

  /**
   * Asks for the predictions of one row per conditioning.
   *
   * @param evaluation counted from 1
   * @param input as the network takes it
   * @param conditionings indices into those of the stream's opening
   */
  public Evaluate question(
      long evaluation, Latent input, double timestep, List<Integer> conditionings) {
    var question =
        newest.toBuilder()
            .setEvaluation(evaluation)
            .setLatent(latent(input))
            .setTimestep((float) timestep);
    if (!newest.getConditioningsList().equals(conditionings)) {
      question.clearConditionings().addAllConditionings(conditionings);
    }
    newest = question.build();
    return newest;
  }

  /** Whoever was sent the newest question has read it, and nobody else was sent it. */
  public void wasRead() {
    free = underWay;
  }

  /**
   * The predictions of an answer, beside the latent that was sent.
   *
   * @throws io.latentmesh.tensor.TensorFormatException if one is not of its shape
   */
  public List<Latent> predictions(Evaluated answer, Latent input) {
    int count = answer.getPredictionsCount();
    List<Latent> predictions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      predictions.add(prediction(answer.getPredictions(i), field(i), input));
    }
    return predictions;
  }

  private Latent prediction(Tensor tensor, String field, Latent input) {
    TensorCodec.requireShape(tensor, field, shape);
    return input.beside(values -> TensorCodec.copyFloats(tensor, field, values));
  }

  private static String field(int row) {
    return row < FIELDS.size() ? FIELDS.get(row) : "predictions[%d]".formatted(row);
  }

  private Tensor latent(Latent input) {
    ReusedTensor latent = free;
    if (latent == null) {
      latent = new ReusedTensor(type.dataType(), shape);
    }
    free = null;
    underWay = latent;
    return holding(latent, input);
  }

  private static Tensor holding(ReusedTensor tensor, Latent latent) {
    return latent.read(values -> tensor.holding(values, "latent"));
  }
}
