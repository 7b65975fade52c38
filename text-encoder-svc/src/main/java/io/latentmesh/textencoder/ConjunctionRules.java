package io.latentmesh.textencoder;

import io.latentmesh.serving.Violations;
import io.latentmesh.v1.Blend;
import io.latentmesh.v1.BlendedPrompt;
import io.latentmesh.v1.Conjunction;
import io.latentmesh.v1.TextFragment;
import java.util.List;

/** The rules of a conjunction. */
final class ConjunctionRules {
  private static final int MAX_BLENDS = 13;
  private static final int MAX_PROMPTS = 16;

  private ConjunctionRules() {}

  static void check(Conjunction conjunction, String field, Violations violations) {
    int count = conjunction.getBlendsCount();
    violations.check(
        count >= 1 && count <= MAX_BLENDS,
        field + ".blends",
        "must have from 1 to %d entries, has %d".formatted(MAX_BLENDS, count));
    checkVolume(conjunction, field, violations);
    for (int i = 0; i < Math.min(count, MAX_BLENDS); i++) {
      check(conjunction.getBlends(i), "%s.blends[%d]".formatted(field, i), violations);
    }
  }

  private static void checkVolume(Conjunction conjunction, String field, Violations violations) {
    List<TextFragment> fragments =
        conjunction.getBlendsList().stream()
            .flatMap(blend -> blend.getPromptsList().stream())
            .flatMap(prompt -> prompt.getFragmentsList().stream())
            .toList();
    int bytes = fragments.stream().mapToInt(each -> each.getTextBytes().size()).sum();
    int pooledBytes = conjunction.getPooledTextBytes().size();
    violations.check(
        pooledBytes <= TextRequests.MAX_TEXT_BYTES,
        field + ".pooled_text",
        "must have at most %d bytes, has %d".formatted(TextRequests.MAX_TEXT_BYTES, pooledBytes));
    violations.check(
        fragments.size() <= TextRequests.MAX_PARTS,
        field,
        "must have at most %d fragments, has %d"
            .formatted(TextRequests.MAX_PARTS, fragments.size()));
    violations.check(
        bytes <= TextRequests.MAX_TEXT_BYTES,
        field,
        "must have at most %d bytes of text, has %d".formatted(TextRequests.MAX_TEXT_BYTES, bytes));
  }

  private static void check(Blend blend, String field, Violations violations) {
    int count = blend.getPromptsCount();
    violations.check(
        count >= 1 && count <= MAX_PROMPTS,
        field + ".prompts",
        "must have from 1 to %d entries, has %d".formatted(MAX_PROMPTS, count));
    TextRequests.checkWeight(blend.getWeight(), field, violations);
    double sum = blend.getPromptsList().stream().mapToDouble(BlendedPrompt::getWeight).sum();
    violations.check(
        !blend.getNormalized() || sum != 0,
        field + ".normalized",
        "needs prompts whose weights do not add up to 0");
    for (int i = 0; i < Math.min(count, MAX_PROMPTS); i++) {
      check(blend.getPrompts(i), "%s.prompts[%d]".formatted(field, i), violations);
    }
  }

  private static void check(BlendedPrompt prompt, String field, Violations violations) {
    TextRequests.checkWeight(prompt.getWeight(), field, violations);
    for (int i = 0; i < prompt.getFragmentsCount(); i++) {
      TextRequests.checkWeight(
          prompt.getFragments(i).getWeight(), "%s.fragments[%d]".formatted(field, i), violations);
    }
  }
}
