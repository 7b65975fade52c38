package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.latentmesh.orchestrator.sampling.Composition.Side;
import io.latentmesh.orchestrator.sampling.Composition.Term;
import io.latentmesh.orchestrator.sampling.ConditionalDenoiser.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CompositionTest {
  private static final Latent X = constant(1);
  private static final List<Side> BOTH = List.of(Side.UNCONDITIONAL, Side.CONDITIONAL);

  private final List<List<Integer>> asked = new ArrayList<>();

  @Test
  void oneTermOfWeightOne_asksForItAsItIs() {
    var composition = new Composition(OptionalInt.of(3), List.of(new Term(5, 1)));
    assertThat(values(composition.denoise(this::model, X, 1, BOTH))).containsExactly(3f, 5f);
    assertThat(asked).containsExactly(List.of(3, 5));
  }

  @Test
  void sideNotAskedFor_costsNoRow() {
    var single = new Composition(OptionalInt.of(3), List.of(new Term(5, 1)));
    single.denoise(this::model, X, 1, List.of(Side.CONDITIONAL));
    var composed = new Composition(OptionalInt.of(3), List.of(new Term(5, 2)));
    composed.denoise(this::model, X, 1, List.of(Side.UNCONDITIONAL));
    assertThat(asked).containsExactly(List.of(5), List.of(3));
  }

  @Test
  void terms_addTheirDistanceFromTheUnconditional() {
    var composition =
        new Composition(OptionalInt.of(2), List.of(new Term(4, 0.5), new Term(10, -1)));
    // 2 + 0.5 (4 - 2) - (10 - 2)
    assertThat(values(composition.denoise(this::model, X, 1, BOTH))).containsExactly(2f, -5f);
    assertThat(asked).containsExactly(List.of(2, 4, 10));
  }

  @Test
  void negativeBesideTheUnconditional_isARowOfItsOwn() {
    List<Side> all = List.of(Side.UNCONDITIONAL, Side.CONDITIONAL, Side.NEGATIVE);
    var single = new Composition(OptionalInt.of(2), OptionalInt.of(3), List.of(new Term(5, 1)));
    assertThat(values(single.denoise(this::model, X, 1, all))).containsExactly(2f, 5f, 3f);
    var composed =
        new Composition(
            OptionalInt.of(2), OptionalInt.of(3), List.of(new Term(4, 0.5), new Term(10, -1)));
    assertThat(values(composed.denoise(this::model, X, 1, all))).containsExactly(2f, -5f, 3f);
    assertThat(asked).containsExactly(List.of(2, 5, 3), List.of(2, 4, 10, 3));
  }

  @Test
  void weightedSumOfSides_ofASingleTerm_isTheirsAsTheyAre() {
    var single = new Composition(OptionalInt.of(3), List.of(new Term(5, 1)));
    assertThat(single.rows(BOTH, List.of(-1.0, 2.0)))
        .isEqualTo(new Rows(List.of(3, 5), List.of(-1.0, 2.0)));
  }

  /** 3 (2 + 0.5 (4 - 2) - (10 - 2)) - 2 x 2, where the unconditional is one row all the same. */
  @Test
  void weightedSumOfSides_ofSeveralTerms_isThatOfTheirRowsEachOnce() {
    var composition =
        new Composition(OptionalInt.of(2), List.of(new Term(4, 0.5), new Term(10, -1)));
    Rows rows = composition.rows(BOTH, List.of(-2.0, 3.0));
    assertThat(rows).isEqualTo(new Rows(List.of(2, 4, 10), List.of(2.5, 1.5, -3.0)));
    ConditionalDenoiser model = this::model;
    assertThat(model.denoiseToSum(X, 1, rows).toArray()).containsExactly(-2 * 2f + 3 * -5f);
  }

  @Test
  void weightedSumWithoutTheConditional_needsItsTermsNot() {
    var composition =
        new Composition(
            OptionalInt.of(2), OptionalInt.of(3), List.of(new Term(4, 0.5), new Term(10, -1)));
    assertThat(composition.rows(List.of(Side.NEGATIVE), List.of(1.0)))
        .isEqualTo(new Rows(List.of(3), List.of(1.0)));
  }

  @Test
  void weightsThatAreNotAsManyAsRows_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rows(List.of(1, 2), List.of(1.0)))
        .withMessageContaining("1 weights for 2");
  }

  @Test
  void termsWithoutUnconditional_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Composition(OptionalInt.empty(), List.of(new Term(0, 0.5))))
        .withMessageContaining("need an unconditional");
  }

  /** A latent of the conditioning's index. */
  private List<Latent> model(Latent x, double sigma, List<Integer> conditionings) {
    asked.add(conditionings);
    return conditionings.stream().map(CompositionTest::constant).toList();
  }

  private static List<Float> values(List<Latent> latents) {
    return latents.stream().map(latent -> latent.toArray()[0]).toList();
  }

  private static Latent constant(float value) {
    return Latent.of(new LatentShape(1, 1, 1), new float[] {value});
  }
}
