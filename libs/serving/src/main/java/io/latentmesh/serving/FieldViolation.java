package io.latentmesh.serving;

/**
 * One field of a request that cannot be accepted.
 *
 * @param field proto path of the field, for example {@code images[0].seed}
 * @param description the bound and the value, without the field: {@code must be from 1 to 200, got
 *     0}
 */
public record FieldViolation(String field, String description) {
  @Override
  public String toString() {
    return field + ": " + description;
  }
}
