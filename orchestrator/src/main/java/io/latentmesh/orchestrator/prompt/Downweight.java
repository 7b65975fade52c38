package io.latentmesh.orchestrator.prompt;

/** What weights of words below 1 do in compel's language; that library's DownweightMode. */
public enum Downweight {
  /** The other words do not attend to them. */
  MASK("mask"),
  /** They are left out, and what follows moves up. */
  REMOVE("remove");

  private final String label;

  Downweight(String label) {
    this.label = label;
  }

  /** As recipes write it. */
  public String label() {
    return label;
  }
}
