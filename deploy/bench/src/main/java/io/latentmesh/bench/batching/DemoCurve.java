package io.latentmesh.bench.batching;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.runtime.DenoiserModel;
import io.latentmesh.networks.runtime.DenoiserRow;
import io.latentmesh.networks.runtime.LatentShape;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The batch curve of a model on this machine's processor, measured now. */
final class DemoCurve {
  private static final int MAX_ROWS = 16;
  private static final int ROUNDS = 9;
  private static final int TOKENS = 77;

  private DemoCurve() {}

  /** The median of interleaved rounds, so that a disturbance meets all sizes alike. */
  static CurveFile measure(Path model) {
    DiffusersFolder folder = DiffusersFolder.open(model);
    try (DenoiserModel denoiser =
        DenoiserModel.load(folder, new SessionSettings(Provider.CPU, 0))) {
      double[][] millis = new double[MAX_ROWS + 1][ROUNDS];
      for (int round = -1; round < ROUNDS; round++) {
        for (int rows = 1; rows <= MAX_ROWS; rows++) {
          double taken = millis(denoiser, rows);
          if (round >= 0) {
            millis[rows][round] = taken;
          }
        }
      }
      return curve(folder.name(), millis);
    }
  }

  private static CurveFile curve(String name, double[][] millis) {
    SortedMap<Integer, Double> medians = new TreeMap<>();
    for (int rows = 1; rows <= MAX_ROWS; rows++) {
      Arrays.sort(millis[rows]);
      medians.put(rows, millis[rows][ROUNDS / 2]);
    }
    return new CurveFile(
        name,
        "the demo model on this machine's processor",
        "measured in this run: median of %d forwards of each size".formatted(ROUNDS),
        "nothing",
        medians);
  }

  private static double millis(DenoiserModel denoiser, int rows) {
    int side = denoiser.config().sampleSize();
    var shape = new LatentShape(denoiser.config().inChannels(), side, side);
    var row =
        new DenoiserRow(
            new float[shape.channels() * side * side],
            shape,
            500,
            new float[TOKENS * denoiser.config().crossAttentionSize()]);
    List<DenoiserRow> batch = Collections.nCopies(rows, row);
    long begun = System.nanoTime();
    var _ = denoiser.predict(batch);
    return (System.nanoTime() - begun) / 1e6;
  }
}
