package io.latentmesh.orchestrator.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * A schedule of whole steps.
 *
 * @param timesteps what the network is told at the start of each step
 * @param sigmas the noise level of each, in float32, and the last level
 */
record Levels(List<Double> timesteps, List<Double> sigmas) {
  Levels {
    timesteps = List.copyOf(timesteps);
    sigmas = List.copyOf(sigmas);
  }

  /** With {@code last} after the levels of the steps, all rounded to float32. */
  static Levels of(List<Double> timesteps, List<Double> sigmas, double last) {
    return new Levels(
        timesteps,
        Stream.concat(sigmas.stream(), Stream.of(last))
            .map(sigma -> (double) sigma.floatValue())
            .toList());
  }

  int steps() {
    return timesteps.size();
  }

  Levels from(int step) {
    return new Levels(
        timesteps.subList(step, timesteps.size()), sigmas.subList(step, sigmas.size()));
  }

  double last() {
    return sigmas.getLast();
  }

  Trajectory.Evaluations evaluations() {
    return Trajectory.Evaluations.of(timesteps, sigmas);
  }

  /** Two evaluations a step, the second at the step's end; a step to 0 has only the first. */
  Levels doubled() {
    List<Double> allTimesteps = new ArrayList<>();
    List<Double> allSigmas = new ArrayList<>();
    for (int i = 0; i < steps(); i++) {
      int times = i == 0 ? 1 : 2;
      for (int k = 0; k < times; k++) {
        allTimesteps.add(timesteps.get(i));
        allSigmas.add(sigmas.get(i));
      }
    }
    if (last() > 0) {
      allTimesteps.add(timesteps.getLast());
      allSigmas.add(last());
    }
    allSigmas.add(last());
    return new Levels(allTimesteps, allSigmas);
  }

  /**
   * Two evaluations a step, the second in the middle; a step to 0 has only the first.
   *
   * @param middle of the levels of a step
   * @param timestep of a level
   */
  Levels withMiddles(DoubleBinaryOperator middle, DoubleUnaryOperator timestep) {
    List<Double> allTimesteps = new ArrayList<>();
    List<Double> allSigmas = new ArrayList<>();
    for (int i = 0; i < steps(); i++) {
      allTimesteps.add(timesteps.get(i));
      allSigmas.add(sigmas.get(i));
      double next = sigmas.get(i + 1);
      if (next > 0) {
        double between = distinct(middle.applyAsDouble(sigmas.get(i), next));
        allTimesteps.add(timestep.applyAsDouble(between));
        allSigmas.add(between);
      }
    }
    allSigmas.add(last());
    return new Levels(allTimesteps, allSigmas);
  }

  /**
   * A level tells which evaluation is meant, so one that rounding has made equal to another moves
   * by the smallest amount there is.
   */
  private double distinct(double sigma) {
    return sigmas.contains(sigma) ? Math.nextUp(sigma) : sigma;
  }
}
