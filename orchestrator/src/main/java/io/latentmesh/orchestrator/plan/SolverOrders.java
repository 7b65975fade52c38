package io.latentmesh.orchestrator.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Of what order each step of a multistep or singlestep solver is, as diffusers chooses it. */
final class SolverOrders {
  /** Below this number of steps, lower_order_final lowers the last ones. */
  private static final int FEW_STEPS = 15;

  private SolverOrders() {}

  /**
   * One more than the number of steps done, at most {@code order}, and less at the end.
   *
   * @param steps of the whole schedule
   * @param begin where the run begins
   */
  static List<Integer> multistep(SchedulerConfig config, int order, int steps, int begin) {
    boolean lower = config.flag("lower_order_final") && steps < FEW_STEPS;
    boolean easyEnd =
        lower
            || (config.has("euler_at_final") && config.flag("euler_at_final"))
            || (config.has("final_sigmas_type") && FinalSigma.isZero(config));
    return IntStream.range(begin, steps)
        .mapToObj(i -> {
          int known = Math.min(order, i - begin + 1);
          if (i == steps - 1 && easyEnd) {
            return 1;
          }
          return i == steps - 2 && lower ? Math.min(2, known) : known;
        })
        .toList();
  }

  /** The same where lower_order_final leaves the last k steps at most order k. */
  static List<Integer> warmedUp(SchedulerConfig config, int order, int steps, int begin) {
    boolean lower = config.flag("lower_order_final");
    return IntStream.range(begin, steps)
        .mapToObj(i -> {
          int known = Math.min(order, i - begin + 1);
          return lower ? Math.min(known, steps - i) : known;
        })
        .toList();
  }

  /**
   * 1, 2, ... up to the order, over and over, with what is left at the end; a run that begins in
   * the middle has lower orders until as many predictions are known.
   */
  static List<Integer> singlestep(SchedulerConfig config, int steps, int begin) {
    int order = config.integer("solver_order", 1, 3);
    List<Integer> orders = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      orders.add(i % order + 1);
    }
    // Without lower_order_final only whole groups that end above 0 are possible.
    boolean lower =
        config.flag("lower_order_final") || steps % order != 0 || FinalSigma.isZero(config);
    if (lower && order > 1 && steps % order == 0) {
      orders.set(steps - 1, 1);
    }
    if (FinalSigma.isZero(config)) {
      orders.set(steps - 1, 1);
    }
    List<Integer> tail = orders.subList(begin, steps);
    return IntStream.range(0, tail.size()).mapToObj(i -> Math.min(tail.get(i), i + 1)).toList();
  }
}
