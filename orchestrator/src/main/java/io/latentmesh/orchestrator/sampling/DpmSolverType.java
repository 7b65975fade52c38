package io.latentmesh.orchestrator.sampling;

/** How a DPM-Solver weights its second-order term. */
public enum DpmSolverType {
  /** Half the first-order weight. Lu et al. 2022 (2211.01095), algorithms 1 and 2. */
  MIDPOINT,
  /** The linear interpolation in lambda, integrated exactly. */
  HEUN
}
