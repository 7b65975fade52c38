package io.latentmesh.networks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.networks.folder.UnetBlockType;
import io.latentmesh.networks.folder.UnetLevels;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts, widths and sides as diffusers' ControlNets have them. */
class UnetResidualTest {
  @Test
  void of_sd1AtItsSize_areTwelveAndOne() {
    List<UnetResidual> residuals = UnetResidual.of(levels(320, 640, 1280, 1280));
    assertThat(residuals)
        .extracting(residual -> residual.channels() + "@" + residual.side(64))
        .containsExactly(
            "320@64", "320@64", "320@64", "320@32", "640@32", "640@32", "640@16", "1280@16",
            "1280@16", "1280@8", "1280@8", "1280@8", "1280@8");
    assertThat(residuals.getFirst().name()).isEqualTo("down_block_res_samples.0");
    assertThat(residuals.get(11).name()).isEqualTo("down_block_res_samples.11");
    assertThat(residuals.getLast().name()).isEqualTo("mid_block_res_sample");
  }

  @Test
  void of_sdxlAtItsSize_areNineAndOne() {
    assertThat(UnetResidual.of(levels(320, 640, 1280)))
        .extracting(residual -> residual.channels() + "@" + residual.side(128))
        .containsExactly(
            "320@128", "320@128", "320@128", "320@64", "640@64", "640@64", "640@32", "1280@32",
            "1280@32", "1280@32");
  }

  @Test
  void side_ofAnOddLatent_isRoundedUp() {
    assertThat(new UnetResidual("x", 1, 2).side(9)).isEqualTo(3);
  }

  private static UnetLevels levels(Integer... channels) {
    List<Integer> ones = Collections.nCopies(channels.length, 1);
    return new UnetLevels(
        List.of(channels),
        Collections.nCopies(channels.length, UnetBlockType.RESIDUAL),
        2,
        ones,
        ones);
  }
}
