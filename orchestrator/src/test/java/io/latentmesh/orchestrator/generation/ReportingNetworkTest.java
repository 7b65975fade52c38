package io.latentmesh.orchestrator.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.DenoiserStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ReportingNetworkTest {
  private static final Latent LATENT = Latent.of(new LatentShape(1, 1, 2), new float[] {1, 2});

  private final List<String> events = new ArrayList<>();
  private final ReportingNetwork network = new ReportingNetwork(new Stream(), this::account);
  private int evaluations;

  @Test
  void predict_reportsTheEvaluationBefore_whileThisOneTravels() {
    evaluate(2);
    assertThat(events).containsExactly("sent", "answered", "sent", "report 1", "answered");
  }

  @Test
  void report_tellsOfTheLastOne_once() {
    evaluate(1);
    network.report();
    network.report();
    assertThat(events).containsExactly("sent", "answered", "report 1");
  }

  @Test
  void predict_onAnInterruptedThread_asksNobody() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> evaluate(1)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(events).isEmpty();
  }

  private void evaluate(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(network.predict(LATENT, 7, List.of(0, 1))).hasSize(2);
    }
  }

  private Runnable account(int rows) {
    assertThat(rows).isEqualTo(2);
    int done = ++evaluations;
    return () -> events.add("report " + done);
  }

  private final class Stream implements DenoiserStream {
    @Override
    public List<Latent> predict(
        Latent input, double timestep, List<Integer> conditionings, Runnable meanwhile) {
      events.add("sent");
      meanwhile.run();
      events.add("answered");
      return conditionings.stream().map(index -> input).toList();
    }

    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
