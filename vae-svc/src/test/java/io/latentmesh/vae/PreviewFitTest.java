package io.latentmesh.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.latentmesh.networks.folder.PreviewMap;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PreviewFitTest {
  private static final Offset<Float> CLOSE = within(0.002f);

  @Test
  void noise_isTheSameEachTime() {
    assertThat(PreviewFit.noise(4).values()).isEqualTo(PreviewFit.noise(4).values());
  }

  @Test
  void noise_hasUnitVarianceAndNeighboursAlike() {
    float[] values = PreviewFit.noise(4).values();
    double squares = 0;
    double steps = 0;
    for (int i = 0; i + 1 < values.length; i++) {
      squares += values[i] * values[i];
      steps += Math.pow(values[i + 1] - values[i], 2);
    }
    assertThat(squares / values.length).isCloseTo(1, within(0.01));
    assertThat(steps / values.length).isLessThan(0.25);
  }

  @Test
  void decoder_thatIsLinear_isFoundAgain() {
    // Far from black and white everywhere, so that nothing is clamped.
    Planes latent = PreviewFit.noise(2);
    PreviewMap map = PreviewFit.fit(latent, drawn(latent, 0.03f, -0.02f));
    assertThat(map.factors().get(0)).isCloseTo(0.03f, CLOSE);
    assertThat(map.factors().get(1)).isCloseTo(-0.02f, CLOSE);
    assertThat(map.factors().get(2)).isCloseTo(0.06f, CLOSE);
    assertThat(map.factors().get(4)).isCloseTo(0.09f, CLOSE);
    assertThat(map.bias()).allSatisfy(bias -> assertThat(bias).isCloseTo(0.5f, CLOSE));
  }

  @Test
  void channel_thatNeverVaries_getsNoWeight() {
    Planes latent = PreviewFit.noise(2);
    float[] values = latent.values().clone();
    Arrays.fill(values, values.length / 2, values.length, 0);
    Planes half = new Planes(latent.size(), values);
    PreviewMap map = PreviewFit.fit(half, drawn(half, 0.05f, 7));
    assertThat(map.factors().get(1)).isCloseTo(0, CLOSE);
  }

  /** Scale factor 2: red as told, green twice and blue three times of it in the first channel. */
  private static Planes drawn(Planes latent, float first, float second) {
    int side = PreviewFit.SIDE;
    int pixels = 4 * side * side;
    float[] image = new float[3 * pixels];
    for (int i = 0; i < image.length; i++) {
      int colour = i / pixels;
      int y = i % pixels / (2 * side) / 2;
      int x = i % (2 * side) / 2;
      float one = latent.values()[y * side + x];
      float other = latent.values()[side * side + y * side + x];
      image[i] = 2 * ((colour + 1) * first * one + second * other);
    }
    return new Planes(new Planes.Size(3, 2 * side, 2 * side), image);
  }
}
