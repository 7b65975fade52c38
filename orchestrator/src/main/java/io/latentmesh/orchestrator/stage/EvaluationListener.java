package io.latentmesh.orchestrator.stage;

/** Hears how long evaluations took. Called from many threads at once; must not block. */
public interface EvaluationListener {

  /** One more evaluation was answered. */
  void evaluated(Evaluation evaluation);
}
