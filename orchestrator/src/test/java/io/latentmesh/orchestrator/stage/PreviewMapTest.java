package io.latentmesh.orchestrator.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewMapTest {
  private final PreviewMap map =
      new PreviewMap(List.of(1f, 0f, 0f, 0.5f, 0.25f, -0.25f), List.of(0f, 0.1f, 0.5f));

  @Test
  void colours_ofALatentPixel_areFactorsTimesChannelsPlusBias() {
    assertThat(pixel(0.2f, 0.8f)).containsExactly(51, 128, 89);
  }

  @Test
  void colours_beyondTheRange_areClamped() {
    assertThat(pixel(9, -9)).containsExactly(255, 0, 255);
  }

  @Test
  void colours_notANumber_areBlack() {
    assertThat(pixel(Float.NaN, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void colours_keepTheLatentsExtentAndOrder() {
    float[] values = new float[12];
    values[5] = 1; // channel 0, last row, last column
    RgbImage image = map.colours(Latent.of(new LatentShape(2, 2, 3), values));
    byte[] row = new byte[9];
    image.copyRow(1, row, 0);
    assertThat(image.width()).isEqualTo(3);
    assertThat(row[6] & 0xff).isEqualTo(255);
    assertThat(row[3] & 0xff).isZero();
  }

  @Test
  void colours_ofOtherChannels_areRefused() {
    Latent latent = Latent.of(new LatentShape(4, 1, 1), new float[4]);
    assertThatThrownBy(() -> map.colours(latent)).hasMessageContaining("map of 2 channels");
  }

  @Test
  void map_withoutThreeTimesTheChannels_isRefused() {
    assertThatThrownBy(() -> new PreviewMap(List.of(1f, 2f), List.of(0f, 0f, 0f)))
        .hasMessage("must have 3 times C factors and 3 biases, has 2 and 3");
  }

  private int[] pixel(float first, float second) {
    RgbImage image = map.colours(Latent.of(new LatentShape(2, 1, 1), new float[] {first, second}));
    byte[] row = new byte[3];
    image.copyRow(0, row, 0);
    return new int[] {row[0] & 0xff, row[1] & 0xff, row[2] & 0xff};
  }
}
