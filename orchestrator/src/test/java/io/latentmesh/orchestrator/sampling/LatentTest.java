package io.latentmesh.orchestrator.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentTest {
  private static final LatentShape SHAPE = new LatentShape(1, 1, 3);

  @Test
  void of_copiesItsValues() {
    float[] values = {1, 2, 3};
    Latent latent = Latent.of(SHAPE, values);
    values[0] = 9;
    latent.toArray()[1] = 9;
    assertThat(latent.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void of_aWrongNumberOfValues_namesBoth() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Latent.of(SHAPE, new float[4]))
        .withMessageContaining("3 values, got 4");
  }

  @Test
  void shape_withoutExtent_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LatentShape(4, 0, 8))
        .withMessageContaining("[4, 0, 8]");
  }

  @Test
  void sum_weighsEveryElement() {
    Latent sum =
        Latent.sum(
            List.of(2.0, -1.0, 0.5), List.of(latent(1, 2, 3), latent(1, 1, 1), latent(0, 2, 4)));
    assertThat(sum.toArray()).containsExactly(1, 4, 7);
  }

  @Test
  void sum_roundsOnce() {
    Latent big = latent(0x1p24f, 0, 0);
    Latent sum = Latent.sum(List.of(1.0, 1.0, 1.0), List.of(big, latent(1, 0, 0), latent(1, 0, 0)));
    assertThat(sum.toArray()[0]).isEqualTo(0x1p24f + 2);
  }

  @Test
  void sum_ofThree_hasTheBitsOfALongerSum() {
    Latent x = latent(-0f, 0.1f, 0x1p-149f);
    Latent y = latent(-0f, 0.7f, 3);
    Latent z = latent(-0f, -0.3f, -1e30f);
    Latent three = Latent.sum(List.of(0.9, 1.7, -0.7), List.of(x, y, z));
    Latent four = Latent.sum(List.of(0.9, 1.7, -0.7, 0.0), List.of(x, y, z, z));
    assertThat(three.toArray()).isEqualTo(four.toArray());
  }

  @Test
  void sum_ofNegativeZeros_isOneHoweverManyThereAre() {
    Latent zeros = latent(-0f, -0f, -0f);
    for (int count = 1; count <= 5; count++) {
      Latent sum = Latent.sum(Collections.nCopies(count, 1.0), Collections.nCopies(count, zeros));
      assertThat(sum.toArray()).containsExactly(-0f, -0f, -0f);
    }
  }

  @Test
  void sum_ofUnlikeShapes_isRefused() {
    Latent other = Latent.of(new LatentShape(3, 1, 1), new float[3]);
    assertThatIllegalArgumentException().isThrownBy(() -> latent(1, 2, 3).plus(other));
  }

  @Test
  void towards_interpolatesAndExtrapolates() {
    assertThat(latent(0, 2, 4).towards(latent(2, 2, 0), 1.5).toArray()).containsExactly(3, 2, -2);
  }

  @Test
  void clamp_limitsBothSides() {
    assertThat(latent(-3, 0.5f, 2).clamp(1).toArray()).containsExactly(-1, 0.5f, 1);
  }

  @Test
  void repeated_isItsChannelSoManyTimes() {
    Latent three = latent(1, 2, 3).repeated(3);
    assertThat(three.shape()).isEqualTo(new LatentShape(3, 1, 3));
    assertThat(three.toArray()).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3);
  }

  @Test
  void followedBy_hasTheChannelsOfBothInOrder() {
    Latent both = latent(1, 2, 3).repeated(2).followedBy(latent(4, 5, 6));
    assertThat(both.shape()).isEqualTo(new LatentShape(3, 1, 3));
    assertThat(both.toArray()).containsExactly(1, 2, 3, 1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "1, 4"})
  void followedBy_anotherHeightOrWidth_isRefused(int height, int width) {
    var shape = new LatentShape(1, height, width);
    Latent other = Latent.of(shape, new float[shape.elements()]);
    assertThatIllegalArgumentException().isThrownBy(() -> latent(1, 2, 3).followedBy(other));
  }

  @Test
  void scaledByExp_multipliesByThePower() {
    Latent scaled = latent(1, 2, -3).scaledByExp(latent(0, 1, 2), 0.5);
    assertThat(scaled.toArray())
        .containsExactly(1, (float) (2 * Math.exp(0.5)), (float) (-3 * Math.exp(1)));
  }

  @Test
  void isFinite_seesEveryValue() {
    assertThat(latent(1, 2, Float.MAX_VALUE).isFinite()).isTrue();
    assertThat(latent(1, 2, Float.NaN).isFinite()).isFalse();
    assertThat(latent(Float.NEGATIVE_INFINITY, 2, 3).isFinite()).isFalse();
  }

  @Test
  void read_answersWhatTheReaderMakesOfTheValues() {
    assertThat(latent(1, 2, 3).<Float>read(values -> values[0] + values[2])).isEqualTo(4f);
  }

  @Test
  void blend_ofUnlikeShapes_isRefused() {
    Latent other = Latent.of(new LatentShape(3, 1, 1), new float[3]);
    Latent own = latent(1, 2, 3);
    assertThatIllegalArgumentException().isThrownBy(() -> own.blend(other, own));
    assertThatIllegalArgumentException().isThrownBy(() -> own.blend(own, other));
    assertThatIllegalArgumentException().isThrownBy(() -> own.scaledByExp(other, 1));
  }

  private static Latent latent(float... values) {
    return Latent.of(SHAPE, values);
  }
}
