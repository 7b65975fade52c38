package io.latentmesh.orchestrator.generation;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GuidanceOptions;
import io.latentmesh.orchestrator.request.Requests;
import io.latentmesh.orchestrator.sampling.ConditionalDenoiser;
import io.latentmesh.orchestrator.sampling.Latent;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What an evaluation takes for the picture, of a model that says 0 unconditionally, else 1. */
class EstimateTest {
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);
  private static final ConditionalDenoiser MODEL =
      (x, sigma, conditionings) -> conditionings.stream().map(index -> filled(x, index)).toList();

  private final FakeMesh mesh = new FakeMesh();
  private final Estimate estimate = new Estimate();

  @Test
  void estimate_underCfgPlusPlus_isTheGuidedLatentAndNotWhatTheSamplerIsTold() {
    GenerationPlan plan =
        plan(
            new GuidanceOptions(
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(0.6)));
    assertThat(told(plan)).isGreaterThan(0.7f);
    assertThat(shown(plan)).isCloseTo(0.6f, ROUNDING);
  }

  @Test
  void estimate_underPlainGuidance_isWhatTheSamplerIsTold() {
    GenerationPlan plan = plan(GuidanceOptions.NONE);
    assertThat(told(plan)).isCloseTo(5f, ROUNDING);
    assertThat(shown(plan)).isCloseTo(5f, ROUNDING);
  }

  @Test
  void estimate_beforeAnyEvaluation_isRefused() {
    GenerationPlan plan = plan(GuidanceOptions.NONE);
    assertThatThrownBy(() -> shown(plan)).hasMessage("nothing was evaluated yet");
  }

  private float told(GenerationPlan plan) {
    return GuidedModel.of(plan, MODEL, estimate).denoise(start(plan), first(plan)).toArray()[0];
  }

  private float shown(GenerationPlan plan) {
    return estimate.denoise(start(plan), first(plan)).toArray()[0];
  }

  private static double first(GenerationPlan plan) {
    return plan.sampling().sigmas().getFirst();
  }

  private static Latent start(GenerationPlan plan) {
    return Latent.of(plan.latentShape(), new float[plan.latentShape().elements()]);
  }

  private static Latent filled(Latent like, float value) {
    float[] values = new float[like.shape().elements()];
    Arrays.fill(values, value);
    return Latent.of(like.shape(), values);
  }

  private GenerationPlan plan(GuidanceOptions options) {
    return mesh.plan(
        with(
            Requests.steps(4),
            Requests.sampler("euler"),
            Requests.size(16, 16),
            Requests.guidanceScale(5),
            Requests.guidance(options)));
  }
}
