package io.latentmesh.orchestrator.prompt;

/**
 * How a request wants its prompts read.
 *
 * @param emphasis of {@link PromptSyntax#A1111}; the others have none to choose
 */
public record PromptLanguage(PromptSyntax syntax, Emphasis emphasis) {
  public static final PromptLanguage PLAIN =
      new PromptLanguage(PromptSyntax.PLAIN, Emphasis.ORIGINAL);
}
