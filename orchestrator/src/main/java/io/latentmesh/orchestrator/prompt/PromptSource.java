package io.latentmesh.orchestrator.prompt;

import java.util.Optional;

/**
 * What a request says, unread.
 *
 * @param negative empty when it says nothing, which is not the empty text
 */
public record PromptSource(String prompt, Optional<String> negative) {
  PositionedText positionedPrompt() {
    return PositionedText.of("prompt", prompt);
  }

  PositionedText positionedNegative() {
    return PositionedText.of("negative_prompt", negative.orElse(""));
  }
}
