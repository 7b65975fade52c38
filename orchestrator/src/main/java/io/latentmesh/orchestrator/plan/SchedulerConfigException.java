package io.latentmesh.orchestrator.plan;

/** A scheduler configuration or a sampling request that cannot be run. */
public final class SchedulerConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String description;

  SchedulerConfigException(String field, String allowed, Object found) {
    this(field, "must be %s, was %s".formatted(allowed, found));
  }

  private SchedulerConfigException(String field, String description) {
    super(field + " " + description);
    this.field = field;
    this.description = description;
  }

  /**
   * What is wrong: {@code scheduler_config} or one of its keys ({@code scheduler_config.beta_end}),
   * or a field of the request: {@code steps}, {@code sampler}, {@code schedule} or {@code eta}.
   */
  public String field() {
    return field;
  }

  /** What is allowed and what was found. */
  public String description() {
    return description;
  }
}
