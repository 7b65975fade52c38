package io.latentmesh.e2e;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a class of tests, with the reason, where containers were not asked for or cannot run. It is
 * asked before any method of the class and its parents, which an assumption of the class is not.
 */
final class NeedsContainers implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Containers.obstacle()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("the engine and the images are there"));
  }
}
