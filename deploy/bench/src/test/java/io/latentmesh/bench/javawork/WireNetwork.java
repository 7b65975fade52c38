package io.latentmesh.bench.javawork;

import io.latentmesh.orchestrator.peer.GrpcEvaluations;
import io.latentmesh.orchestrator.peer.WireType;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.Network;
import io.latentmesh.v1.Evaluate;
import io.latentmesh.v1.Evaluated;
import java.util.List;

/**
 * What a stream does with its messages, without a stream: the question is written, the answer is
 * there, and is read. Confined to one thread.
 */
final class WireNetwork implements Network {
  private final GrpcEvaluations messages = new GrpcEvaluations(Evaluations.SHAPE, WireType.F32);
  private final Evaluated answer;
  private Evaluate question = Evaluate.getDefaultInstance();
  private long evaluations;

  WireNetwork(Evaluated answer) {
    this.answer = answer;
  }

  @Override
  public List<Latent> predict(Latent input, double timestep, List<Integer> conditionings) {
    evaluations++;
    question = messages.question(evaluations, input, timestep, conditionings);
    List<Latent> predictions = messages.predictions(answer, input);
    messages.wasRead();
    return predictions;
  }

  /** The newest. */
  Evaluate question() {
    return question;
  }
}
