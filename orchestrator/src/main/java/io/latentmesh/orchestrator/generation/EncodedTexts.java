package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.stage.Conditioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prompt and negative prompt as the denoiser sees them.
 *
 * @param negativePrompt empty without guidance
 */
public record EncodedTexts(Conditioning prompt, Optional<Conditioning> negativePrompt) {

  /** One sentence for each text that did not fit. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    warn(warnings, "prompt", prompt);
    negativePrompt.ifPresent(text -> warn(warnings, "negative_prompt", text));
    return warnings;
  }

  private static void warn(List<String> warnings, String field, Conditioning text) {
    if (text.truncated()) {
      warnings.add(
          "%s: has %d tokens, at most %d are used; the last %d were dropped"
              .formatted(
                  field,
                  text.tokenCount(),
                  text.tokenLimit(),
                  text.tokenCount() - text.tokenLimit()));
    }
  }
}
