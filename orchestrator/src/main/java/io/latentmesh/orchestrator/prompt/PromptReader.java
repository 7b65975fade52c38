package io.latentmesh.orchestrator.prompt;

import java.util.List;
import java.util.Optional;

/** From what a request says to what is encoded. Pure. */
public final class PromptReader {
  private PromptReader() {}

  /**
   * Reads prompt and negative prompt.
   *
   * @param steps that changes on the way count by, at least 1
   * @throws PromptException for the first place that cannot be read
   */
  public static Prompts read(PromptLanguage language, PromptSource source, int steps) {
    return switch (language.syntax()) {
      case PLAIN -> plain(source);
      case A1111 -> new A1111Reader(language, steps).read(source);
      case COMPEL -> compel(language, source);
    };
  }

  private static Prompts plain(PromptSource source) {
    return new Prompts(
        PromptLanguage.PLAIN,
        List.of(new PromptTerm(1, constant(source.prompt()))),
        source.negative().map(PromptReader::constant),
        List.of());
  }

  private static Prompts compel(PromptLanguage language, PromptSource source) {
    PromptText prompt = CompelReader.read(source.positionedPrompt(), language.downweight());
    return new Prompts(
        language,
        List.of(new PromptTerm(1, PromptSchedule.constant(prompt))),
        source.negative().isEmpty()
            ? Optional.empty()
            : Optional.of(
                PromptSchedule.constant(
                    CompelReader.read(source.positionedNegative(), language.downweight()))),
        List.of());
  }

  private static PromptSchedule constant(String text) {
    return PromptSchedule.constant(new PromptText.Plain(text));
  }
}
