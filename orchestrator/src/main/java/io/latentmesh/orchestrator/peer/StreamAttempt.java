package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.failover.Attempt;
import io.latentmesh.orchestrator.failover.Outcome;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.tensor.TensorFormatException;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * One evaluation under way on one stream.
 *
 * @param sentNanos system time when it was sent
 */
record StreamAttempt(
    ReplicaStream stream, Question question, long sentNanos, GrpcEvaluationTimes times)
    implements Attempt<List<Latent>> {

  /** What is sent, the latent that is in it, and who reads the answer. */
  record Question(GrpcEvaluations messages, Evaluate evaluate, Latent input) {}

  @Override
  public Optional<Outcome<List<Latent>>> await(long nanos) throws InterruptedException {
    // System time: a repeated answer of the past must not prolong the wait without end.
    long deadline = System.nanoTime() + nanos;
    while (true) {
      var answer = stream.next(deadline - System.nanoTime());
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      Optional<Outcome<List<Latent>>> outcome = outcome(answer.get());
      if (outcome.isPresent()) {
        return outcome;
      }
    }
  }

  @Override
  public Optional<SocketAddress> replica() {
    return stream.replica();
  }

  @Override
  public void abandon() {
    stream.cancel("the answer is late");
  }

  /** Empty for the answer to an earlier evaluation. */
  private Optional<Outcome<List<Latent>>> outcome(GrpcDenoiserAnswers.Answer answer) {
    return switch (answer) {
      case GrpcDenoiserAnswers.Failed failed ->
          Optional.of(
              GrpcFailures.outcome(Stage.UNET, failed.failure(), stream.replica().isPresent()));
      case GrpcDenoiserAnswers.Answered answered ->
          answered.evaluated().getEvaluation() < question.evaluate().getEvaluation()
              ? Optional.empty()
              : Optional.of(read(answered.evaluated()));
    };
  }

  private Outcome<List<Latent>> read(Evaluated evaluated) {
    try {
      List<Latent> predictions = predictions(evaluated);
      times.answered(evaluated, System.nanoTime() - sentNanos);
      return new Outcome.Answered<>(predictions);
    } catch (TensorFormatException e) {
      return malformed(
          GrpcStage.malformed(Stage.UNET, String.valueOf(e.getMessage())).withCause(e));
    } catch (ServiceException e) {
      return malformed(e);
    }
  }

  private Outcome<List<Latent>> malformed(ServiceException error) {
    stream.cancel("malformed answer");
    return GrpcFailures.malformed(error);
  }

  private List<Latent> predictions(Evaluated evaluated) {
    Evaluate evaluate = question.evaluate();
    int expected = evaluate.getConditioningsCount();
    if (evaluated.getEvaluation() != evaluate.getEvaluation()
        || evaluated.getPredictionsCount() != expected) {
      throw GrpcStage.malformed(
          Stage.UNET,
          "evaluation %d with %d predictions, expected %d with %d"
              .formatted(
                  evaluated.getEvaluation(),
                  evaluated.getPredictionsCount(),
                  evaluate.getEvaluation(),
                  expected));
    }
    return question.messages().predictions(evaluated, question.input());
  }
}
