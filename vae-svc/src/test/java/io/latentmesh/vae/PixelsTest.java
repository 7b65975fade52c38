package io.latentmesh.vae;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelsTest {
  /** The last three lie half-way, 64.5, 65.5 and 127.5; expected values are from numpy 2.4. */
  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "1, 255",
    "-7.5, 0",
    "3, 255",
    "0.5, 191",
    "-0.4941176474094391, 64",
    "-0.48627451062202454, 66",
    "0, 128"
  })
  void rgb_value_isClampedScaledAndRoundedHalfToEven(float value, int expected) {
    Planes image = new Planes(new Planes.Size(3, 1, 1), new float[] {value, value, value});

    assertThat(Pixels.rgb(image)).containsOnly((byte) expected);
  }

  @Test
  void rgb_planes_areInterleaved() {
    float[] values = {-1, 1, 1, -1, -1, -1};
    Planes image = new Planes(new Planes.Size(3, 1, 2), values);

    assertThat(Pixels.rgb(image)).containsExactly(0, 255, 0, 255, 0, 0);
  }

  @Test
  void planes_everyByte_comesBackTheSame() {
    byte[] pixels = new byte[3 * 256];
    for (int i = 0; i < 256; i++) {
      pixels[3 * i] = (byte) i;
    }

    assertThat(Pixels.rgb(Pixels.planes(pixels, 16, 16))).isEqualTo(pixels);
  }

  @Test
  void planes_blackAndWhite_areTheEndsOfTheRange() {
    assertThat(Pixels.planes(new byte[] {0, (byte) 255, 0}, 1, 1).values())
        .containsExactly(-1, 1, -1);
  }
}
