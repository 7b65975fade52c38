package io.latentmesh.networks.architecture;

import io.latentmesh.networks.folder.UnetLevels;
import io.latentmesh.networks.graph.Axis;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the tensors that a ControlNet adds to a UNet: to a skip connection, or to what the mid
 * block makes. {@code [B,channels,h,w]} with h and w those of the latent, halved {@code level}
 * times and rounded up.
 *
 * @param name of the ControlNet's output and the UNet's input; no standard names it
 */
public record UnetResidual(String name, int channels, int level) {

  /**
   * All of them: those of the skip connections, in the order they are made in, then the middle's.
   */
  public static List<UnetResidual> of(UnetLevels levels) {
    List<UnetResidual> residuals = new ArrayList<>();
    add(residuals, levels.channels().getFirst(), 0);
    int last = levels.count() - 1;
    for (int level = 0; level <= last; level++) {
      int channels = levels.channels().get(level);
      for (int layer = 0; layer < levels.layersPerBlock(); layer++) {
        add(residuals, channels, level);
      }
      if (level < last) {
        add(residuals, channels, level + 1);
      }
    }
    residuals.add(new UnetResidual("mid_block_res_sample", levels.channels().getLast(), last));
    return List.copyOf(residuals);
  }

  private static void add(List<UnetResidual> residuals, int channels, int level) {
    String name = "down_block_res_samples." + residuals.size();
    residuals.add(new UnetResidual(name, channels, level));
  }

  /** Height or width at its level, for one of the latent. */
  public int side(int latent) {
    return Math.ceilDiv(latent, 1 << level);
  }

  List<Axis> axes() {
    return level == 0
        ? UnetInputs.image(channels)
        : List.of(
            Axis.BATCH, Axis.of(channels), Axis.of("height_" + level), Axis.of("width_" + level));
  }
}
