package io.latentmesh.networks.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** For graphs that take one timestep for all rows: rows of equal timesteps run together. */
final class OneTimestep {
  private OneTimestep() {}

  /**
   * The answers to all rows, in order.
   *
   * @param forward answers rows of one timestep, in order
   */
  static <A> List<A> each(List<DenoiserRow> rows, Function<List<DenoiserRow>, List<A>> forward) {
    Map<Float, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      groups.computeIfAbsent(rows.get(i).timestep(), _ -> new ArrayList<>()).add(i);
    }
    Map<Integer, A> answers = new LinkedHashMap<>();
    for (List<Integer> group : groups.values()) {
      List<A> part = forward.apply(group.stream().map(rows::get).toList());
      for (int i = 0; i < part.size(); i++) {
        answers.put(group.get(i), part.get(i));
      }
    }
    return IntStream.range(0, rows.size()).mapToObj(answers::get).toList();
  }
}
