package io.latentmesh.orchestrator.prompt;

/**
 * How a request wants its prompts read.
 *
 * @param emphasis of {@link PromptSyntax#A1111}; the others have none to choose
 * @param downweight of {@link PromptSyntax#COMPEL}; the others have none to choose
 */
public record PromptLanguage(PromptSyntax syntax, Emphasis emphasis, Downweight downweight) {
  public static final PromptLanguage PLAIN =
      new PromptLanguage(PromptSyntax.PLAIN, Emphasis.ORIGINAL);

  /** With the ordinary treatment of weights below 1. */
  public PromptLanguage(PromptSyntax syntax, Emphasis emphasis) {
    this(syntax, emphasis, Downweight.MASK);
  }
}
