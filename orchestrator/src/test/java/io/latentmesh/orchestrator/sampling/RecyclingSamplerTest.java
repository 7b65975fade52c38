package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecyclingSamplerTest {
  private static final LatentShape SHAPE = new LatentShape(1, 2, 2);
  private static final Latent START = Latent.of(SHAPE, new float[] {8, -5, 3, 0.5f});
  private static final List<Double> SIGMAS = List.of(8.0, 5.0, 3.0, 2.0, 1.0, 0.5, 0.0);
  private static final Noise NOISE = Noise.of(new TorchGenerator(1), SHAPE); // drawn by nobody here
  private static final Denoiser MODEL = new GaussianModel(0.7);
  private static final Sampler EULER = (model, x, noise) -> Euler.sample(model, x, SIGMAS);

  @Test
  void result_isThatOfTheSamplerToTheBit() {
    for (Sampler sampler : List.of(EULER, multistep(2), multistep(3))) {
      assertThat(new RecyclingSampler(sampler).sample(MODEL, START, NOISE).toArray())
          .isEqualTo(sampler.sample(MODEL, START, NOISE).toArray());
    }
  }

  @Test
  void memory_isHowFarBackTheSamplerLooks() {
    assertThat(LatentPool.memory(EULER)).isEqualTo(1);
    assertThat(LatentPool.memory(multistep(2))).isEqualTo(1);
    assertThat(LatentPool.memory(multistep(3))).isEqualTo(2);
  }

  @Test
  void cells_areUsedAgain() {
    List<LatentCell> cells = new ArrayList<>();
    run((x, sigma) -> {
      cells.add(x.cell());
      return MODEL.denoise(x, sigma);
    });
    assertThat(cells).hasSize(6).hasSizeGreaterThan(Set.copyOf(cells).size());
  }

  @Test
  void latent_whoseTimeIsOver_cannotBeRead() {
    List<Latent> asked = new ArrayList<>();
    run(noting(asked));
    assertThatIllegalStateException()
        .isThrownBy(() -> asked.get(2).toArray())
        .withMessageContaining("kept()");
  }

  @Test
  void latent_madeOnTheWayToAnAnswer_endsWithIt() {
    List<Latent> inBetween = new ArrayList<>();
    run((x, sigma) -> {
      inBetween.forEach(old -> assertThatIllegalStateException().isThrownBy(old::toArray));
      inBetween.add(x.times(2));
      return inBetween.getLast().times(0.25);
    });
    assertThat(inBetween).hasSize(6);
  }

  @Test
  void latent_kept_staysAsItWas() {
    List<float[]> asked = new ArrayList<>();
    List<Latent> kept = new ArrayList<>();
    run((x, sigma) -> {
      asked.add(x.toArray());
      kept.add(x.kept());
      return MODEL.denoise(x, sigma);
    });
    assertThat(kept.stream().map(Latent::toArray).toList()).containsExactlyElementsOf(asked);
  }

  @Test
  void startAndResult_areNobodysToUseAgain() {
    List<Latent> asked = new ArrayList<>();
    Latent result = run(noting(asked));
    float[] before = result.toArray();
    run(MODEL);
    assertThat(asked.getFirst().toArray()).isEqualTo(START.toArray());
    assertThat(result.toArray()).isEqualTo(before);
    assertThat(result.cell().pool()).isNull();
  }

  @Test
  void answer_thatIsTheQuestion_livesAsLongAsAny() {
    Denoiser same = (x, sigma) -> x;
    assertThat(new RecyclingSampler(multistep(3)).sample(same, START, NOISE).toArray())
        .isEqualTo(multistep(3).sample(same, START, NOISE).toArray());
  }

  @Test
  void answer_ofTheHeap_isLeftAlone() {
    Latent answer = Latent.of(SHAPE, new float[] {1, 2, 3, 4});
    Denoiser constant = (x, sigma) -> answer;
    assertThat(run(constant).toArray()).containsExactly(1, 2, 3, 4);
    assertThat(answer.toArray()).containsExactly(1, 2, 3, 4);
  }

  private static Latent run(Denoiser model) {
    return new RecyclingSampler(EULER).sample(model, START, NOISE);
  }

  private static Denoiser noting(List<Latent> asked) {
    return (x, sigma) -> {
      asked.add(x);
      return MODEL.denoise(x, sigma);
    };
  }

  private static Sampler multistep(int order) {
    List<Integer> orders = List.of(1, 2, order, order, order, 1);
    var settings = new DpmMultistep.Settings(SIGMAS, orders, DpmForm.DATA, DpmSolverType.MIDPOINT);
    return (model, x, noise) -> DpmMultistep.sample(model, x, settings, PathNoise.fresh(noise));
  }
}
