package io.latentmesh.orchestrator.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What version 1.10 of the original answered for 427 texts, its own examples among them: schedules
 * of 6 steps, weights, and terms. See {@code README.md} beside the answers.
 */
class A1111GrammarTest {
  private static final int STEPS = 6;

  @Test
  void schedule_ofEveryText_isTheOriginals() {
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode item : cases()) {
      String text = item.path("text").asText();
      List<String> actual =
          StepTexts.of(positioned(text), STEPS, new PromptNotes()).stream()
              .map(step -> step.end() + " " + step.text().text())
              .toList();
      List<String> expected =
          list(item.path("schedule")).stream()
              .map(step -> step.get(0).asInt() + " " + step.get(1).asText())
              .toList();
      softly.assertThat(actual).as(text).isEqualTo(expected);
    }
    softly.assertAll();
  }

  @Test
  void weights_ofEveryText_areTheOriginals() {
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode item : cases()) {
      if (item.has("attention")) {
        String text = item.path("text").asText();
        softly
            .assertThat(AttentionParser.parse(positioned(text), new PromptNotes()))
            .as(text)
            .isEqualTo(parts(item.path("attention")));
      }
    }
    softly.assertAll();
  }

  @Test
  void terms_ofEveryText_areTheOriginals() {
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode item : cases()) {
      String text = item.path("text").asText();
      softly
          .assertThat(
              A1111Reader.terms(positioned(text)).stream()
                  .map(term -> term.weight() + " " + term.text().text())
                  .toList())
          .as(text)
          .isEqualTo(
              list(item.path("and")).stream()
                  .map(term -> term.get(1).asDouble() + " " + term.get(0).asText())
                  .toList());
    }
    softly.assertAll();
  }

  /**
   * The original's items without the empty ones. Within brackets it takes its own mark of a break
   * for a word; here it is a break everywhere.
   */
  private static List<PromptPart> parts(JsonNode attention) {
    List<PromptPart> parts = new ArrayList<>();
    for (JsonNode item : attention) {
      String text = item.get(0).asText();
      if (text.equals("BREAK")) {
        parts.add(new PromptPart.Break());
      } else if (!text.isEmpty()) {
        parts.add(new PromptPart.Fragment(text, item.get(1).asDouble()));
      }
    }
    return parts;
  }

  private static PositionedText positioned(String text) {
    return PositionedText.of("prompt", text);
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static List<JsonNode> cases() {
    try (InputStream json = A1111GrammarTest.class.getResourceAsStream("a1111.json")) {
      List<JsonNode> cases = list(new ObjectMapper().readTree(Objects.requireNonNull(json)));
      assertThat(cases).hasSizeGreaterThan(400);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
