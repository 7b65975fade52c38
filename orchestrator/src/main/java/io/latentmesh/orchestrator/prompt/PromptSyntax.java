package io.latentmesh.orchestrator.prompt;

/** The grammars of prompts. */
public enum PromptSyntax {
  /** None, as in diffusers: the text as it stands, cut off where the encoder's context ends. */
  PLAIN("plain"),
  /** That of AUTOMATIC1111's web interface, version 1.10. */
  A1111("a1111"),
  /** That of compel 2. */
  COMPEL("compel");

  private final String label;

  PromptSyntax(String label) {
    this.label = label;
  }

  /** As recipes write it. */
  public String label() {
    return label;
  }
}
