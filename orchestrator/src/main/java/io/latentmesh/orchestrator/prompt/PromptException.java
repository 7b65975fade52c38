package io.latentmesh.orchestrator.prompt;

/** A prompt that cannot be read, and where. */
public final class PromptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final int position;

  /**
   * @param index of the place in {@code text}; its length is allowed
   * @param problem what is wrong there, as a sentence without its end
   */
  PromptException(PositionedText text, int index, String problem) {
    super("at character %d: %s".formatted(text.position(index), problem));
    this.field = text.field();
    this.position = text.position(index);
  }

  /** The request's field that holds the prompt. */
  public String field() {
    return field;
  }

  /** Characters (Unicode code points) of the prompt as it was given before the place. */
  public int position() {
    return position;
  }
}
