package io.latentmesh.serving;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects every violation of a request before one exception reports them all. Used by one thread.
 */
public final class Violations {
  private final List<FieldViolation> found = new ArrayList<>();

  /**
   * Adds a violation unless {@code holds}.
   *
   * @param description the bound and the value: {@code must be from 1 to 200, got 0}
   */
  public Violations check(boolean holds, String field, String description) {
    if (!holds) {
      add(field, description);
    }
    return this;
  }

  public void add(String field, String description) {
    found.add(new FieldViolation(field, description));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** The violations found so far, in the order of the checks. */
  public List<FieldViolation> found() {
    return List.copyOf(found);
  }

  /**
   * Ends the checks.
   *
   * @throws ServiceException INVALID_ARGUMENT with all violations, if there are any
   */
  public void throwIfAny() {
    if (!isEmpty()) {
      throw ServiceException.invalidArgument(found);
    }
  }
}
