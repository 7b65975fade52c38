package io.latentmesh.unet;

import io.latentmesh.serving.Violations;
import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Urgency;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.Open;
import io.latentmesh.v1.Priority;

/** Checks what an image's first message says about its place among others. */
final class ClaimReader {
  private static final int MAX_TENANT_LENGTH = 128;
  private static final double MAX_WEIGHT = 1000;
  private static final double DEFAULT_WEIGHT = 1;

  private ClaimReader() {}

  /** Adds a violation for each field that is out of bounds. */
  static void check(Open open, Violations violations) {
    violations.check(
        open.getTenant().length() <= MAX_TENANT_LENGTH,
        "open.tenant",
        "must have at most %d characters, has %d"
            .formatted(MAX_TENANT_LENGTH, open.getTenant().length()));
    violations.check(
        weight(open) > 0 && weight(open) <= MAX_WEIGHT,
        "open.tenant_weight",
        "must be above 0 and at most %.0f, was %s".formatted(MAX_WEIGHT, weight(open)));
    violations.check(
        open.getPriority() != Priority.UNRECOGNIZED,
        "open.priority",
        "must be a known priority, was " + open.getPriorityValue());
    violations.check(
        open.getEvaluations() >= 0,
        "open.evaluations",
        "must be at least 0, was " + open.getEvaluations());
    violations.check(
        isPredictionType(open.getPredictionType()),
        "open.prediction_type",
        "must be F32 or F16, was " + open.getPredictionTypeValue());
  }

  /**
   * The claim of a checked message.
   *
   * @param openedNanos a reading of the engine's clock
   */
  static Claim claim(Open open, long openedNanos) {
    var tenant = new Claim.Tenant(open.getTenant(), weight(open));
    return new Claim(tenant, urgency(open.getPriority()), open.getEvaluations(), openedNanos);
  }

  /** Element type of the predictions that a checked message wants. */
  static DataType predictionType(Open open) {
    return open.getPredictionType() == DataType.DATA_TYPE_F16
        ? DataType.DATA_TYPE_F16
        : DataType.DATA_TYPE_F32;
  }

  private static double weight(Open open) {
    return open.hasTenantWeight() ? open.getTenantWeight() : DEFAULT_WEIGHT;
  }

  private static boolean isPredictionType(DataType type) {
    return switch (type) {
      case DATA_TYPE_UNSPECIFIED, DATA_TYPE_F32, DATA_TYPE_F16 -> true;
      case DATA_TYPE_I64, DATA_TYPE_U8, UNRECOGNIZED -> false;
    };
  }

  private static Urgency urgency(Priority priority) {
    return switch (priority) {
      case PRIORITY_BEST_EFFORT -> Urgency.BEST_EFFORT;
      case PRIORITY_BATCH -> Urgency.BATCH;
      case PRIORITY_INTERACTIVE, PRIORITY_UNSPECIFIED, UNRECOGNIZED -> Urgency.INTERACTIVE;
    };
  }
}
