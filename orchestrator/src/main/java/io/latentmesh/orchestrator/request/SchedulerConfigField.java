package io.latentmesh.orchestrator.request;

import io.latentmesh.orchestrator.plan.SchedulerConfigException;
import io.latentmesh.serving.FieldViolation;

/** Where in a request a scheduler configuration's problem lies. */
final class SchedulerConfigField {
  private static final String CONFIG = "scheduler_config";
  private static final String PROTO_FIELD = "scheduler_config_json";

  private SchedulerConfigField() {}

  /** Keys of the configuration are named in the description: they are no proto fields. */
  static FieldViolation violation(SchedulerConfigException problem) {
    String field = problem.field();
    if (!field.startsWith(CONFIG)) {
      return new FieldViolation(field, problem.description());
    }
    String key = field.substring(CONFIG.length()).replaceFirst("^\\.", "");
    String description = key.isEmpty() ? problem.description() : key + " " + problem.description();
    return new FieldViolation(PROTO_FIELD, description);
  }
}
