package io.latentmesh.orchestrator.prompt;

/** What weights do to the states of a text, as AUTOMATIC1111's setting of that name. */
public enum Emphasis {
  /** States are multiplied, then the mean of each chunk is brought back to what it was. */
  ORIGINAL("original"),
  /** States are multiplied. */
  NO_NORM("no-norm"),
  /** Weights are read and not used. */
  IGNORE("ignore"),
  /** Brackets are not read: they are part of the text. */
  NONE("none");

  private final String label;

  Emphasis(String label) {
    this.label = label;
  }

  /** As recipes write it. */
  public String label() {
    return label;
  }
}
