package io.latentmesh.unet.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Answers each row with its timestep in every place, and remembers the forwards. */
public final class FakeDenoiser implements BatchDenoiser {
  private final List<List<Row>> forwards = new ArrayList<>();
  private Function<List<Row>, List<float[]>> answer = FakeDenoiser::timesteps;

  @Override
  public List<float[]> denoise(List<Row> rows) {
    forwards.add(List.copyOf(rows));
    return answer.apply(rows);
  }

  /** From now on answers with {@code function}. */
  public void answerWith(Function<List<Row>, List<float[]>> function) {
    this.answer = function;
  }

  /** From now on answers as at first. */
  public void recover() {
    this.answer = FakeDenoiser::timesteps;
  }

  public List<List<Row>> forwards() {
    return forwards;
  }

  /** Number of rows of each forward so far. */
  public List<Integer> sizes() {
    return forwards.stream().map(List::size).toList();
  }

  /** The answer that every row gets unless told otherwise. */
  public static List<float[]> timesteps(List<Row> rows) {
    return rows.stream().map(FakeDenoiser::timestep).toList();
  }

  private static float[] timestep(Row row) {
    float[] values = new float[row.latent().shape().elements()];
    Arrays.fill(values, row.timestep());
    return values;
  }
}
