package io.latentmesh.tensor;

/**
 * A tensor message that contradicts itself or what was expected of it; names the field, the bound
 * and the value.
 */
public final class TensorFormatException extends IllegalArgumentException {
  private final String field;
  private final String problem;

  public TensorFormatException(String field, String problem) {
    super(field + ": " + problem);
    this.field = field;
    this.problem = problem;
  }

  /**
   * Proto path of the offending tensor or of its part, for example {@code evaluate.latent.shape}.
   */
  public String field() {
    return field;
  }

  /** What is wrong with it, without the field. */
  public String problem() {
    return problem;
  }
}
