package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import io.latentmesh.networks.runtime.TextEncoderModel;
import io.latentmesh.parity.FixtureCase;
import io.latentmesh.parity.Fixtures;
import io.latentmesh.v1.Blend;
import io.latentmesh.v1.BlendedPrompt;
import io.latentmesh.v1.ChunkBreak;
import io.latentmesh.v1.Conjunction;
import io.latentmesh.v1.Emphasis;
import io.latentmesh.v1.TextFragment;
import io.latentmesh.v1.TextInput;
import io.latentmesh.v1.TextPart;
import io.latentmesh.v1.WeightedText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Weighted texts against what AUTOMATIC1111's program and compel make of them. */
class PromptStatesParityTest {
  /** Six times the worst of the reference against itself in other ways, times weights up to 2. */
  private static final float LIMIT = 4e-5f;

  /**
   * What compel does to words below weight 1 unless told otherwise: it hides them from attention.
   */
  private static final String MASK = "mask";

  @Test
  void weightedTexts_haveTheIdsWeightsAndStatesOfA1111() {
    FixtureCase fixture = only(Fixtures.extraFolder(), "prompts-a1111");
    try (Encoder encoder = Encoder.open(fixture.modelFolder())) {
      SoftAssertions softly = new SoftAssertions();
      for (JsonNode item : fixture.expected().path("cases")) {
        String prompt = item.path("prompt").asText();
        TextPlan plan = encoder.plan(a1111(item));
        FinishedText text = encoder.encode(plan);
        softly.assertThat(text.ids()).as(prompt).isEqualTo(longs(item.path("token_ids")));
        softly.assertThat(weights(plan)).as(prompt).isEqualTo(usedWeights(item));
        softly
            .assertThat(distance(text, fixture.floats(item.path("states").asText())))
            .as("%s, %s", prompt, item.path("emphasis"))
            .isLessThan(LIMIT);
      }
      softly.assertAll();
    }
  }

  @Test
  void conjunctions_haveTheStatesOfCompel() {
    FixtureCase fixture = only(Fixtures.folder(), "prompts");
    int compared = 0;
    try (Encoder encoder = Encoder.open(fixture.modelFolder())) {
      SoftAssertions softly = new SoftAssertions();
      for (JsonNode item : fixture.expected().path("cases")) {
        if (isOurs(item)) {
          compared++;
          FinishedText text = encoder.encode(encoder.plan(compel(item.path("conjunction"))));
          softly
              .assertThat(distance(text, fixture.floats(item.path("embeddings").asText())))
              .as(item.path("prompt").asText())
              .isLessThan(LIMIT);
        }
      }
      softly.assertAll();
    }
    assertThat(compared).isEqualTo(13);
  }

  /** Long texts are cut off here, and what is weighed down is removed, not masked. */
  private static boolean isOurs(JsonNode item) {
    boolean masked =
        item.path("downweight_mode").asText().equals(MASK)
            && item.path("conjunction").findValues("fragments").stream()
                .flatMap(PromptStatesParityTest::stream)
                .anyMatch(fragment -> fragment.path("weight").asDouble() < 1);
    return item.path("truncate_long_prompts").asBoolean() && !masked;
  }

  private static TextInput a1111(JsonNode item) {
    var text =
        WeightedText.newBuilder()
            .setEmphasis(
                switch (item.path("emphasis").asText()) {
                  case "Original" -> Emphasis.EMPHASIS_ORIGINAL;
                  case "No norm" -> Emphasis.EMPHASIS_NO_NORM;
                  default -> Emphasis.EMPHASIS_IGNORE;
                });
    for (JsonNode fragment : item.path("fragments")) {
      text.addParts(part(fragment.get(0).asText(), fragment.get(1).asDouble()));
    }
    return TextInput.newBuilder()
        .setWeighted(text)
        .setClipSkip(item.path("clip_skip").asInt())
        .build();
  }

  private static TextPart part(String text, double weight) {
    return text.equals("BREAK")
        ? TextPart.newBuilder().setChunkBreak(ChunkBreak.getDefaultInstance()).build()
        : TextPart.newBuilder().setFragment(fragment(text, weight)).build();
  }

  private static TextFragment.Builder fragment(String text, double weight) {
    return TextFragment.newBuilder().setText(text).setWeight(weight);
  }

  private static TextInput compel(JsonNode conjunction) {
    var message = Conjunction.newBuilder();
    for (int i = 0; i < conjunction.path("prompts").size(); i++) {
      JsonNode prompt = conjunction.path("prompts").get(i);
      message.addBlends(blend(prompt).setWeight(conjunction.path("weights").get(i).asDouble()));
    }
    return TextInput.newBuilder().setConjunction(message).build();
  }

  private static Blend.Builder blend(JsonNode prompt) {
    if (prompt.path("kind").asText().equals("prompt")) {
      return Blend.newBuilder().addPrompts(blended(prompt, 1));
    }
    var blend = Blend.newBuilder().setNormalized(prompt.path("normalize").asBoolean());
    for (int i = 0; i < prompt.path("prompts").size(); i++) {
      blend.addPrompts(
          blended(prompt.path("prompts").get(i), prompt.path("weights").get(i).asDouble()));
    }
    return blend;
  }

  private static BlendedPrompt blended(JsonNode prompt, double weight) {
    var message = BlendedPrompt.newBuilder().setWeight(weight);
    for (JsonNode fragment : prompt.path("fragments")) {
      message.addFragments(
          fragment(fragment.path("text").asText(), fragment.path("weight").asDouble()));
    }
    return message.build();
  }

  private static List<Float> weights(TextPlan plan) {
    return plan.tokens().stream().map(WeightedToken::weight).toList();
  }

  /** The weights of all but start, end and padding. */
  private static List<Float> usedWeights(JsonNode item) {
    return IntStream.range(0, item.path("token_ids").size())
        .filter(i -> item.path("token_ids").get(i).asLong() < 49_406)
        .mapToObj(i -> (float) item.path("token_weights").get(i).asDouble())
        .toList();
  }

  private static float distance(FinishedText text, float[] expected) {
    float[] actual = text.encoded().hiddenStates();
    assertThat(actual).hasSameSizeAs(expected);
    float largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    return largest;
  }

  private static FixtureCase only(Path folder, String name) {
    return Fixtures.cases(folder, each -> each.name().equals(name)).getFirst();
  }

  private static long[] longs(JsonNode array) {
    return stream(array).mapToLong(JsonNode::asLong).toArray();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** A model's only text encoder, with its tokenizer. */
  private record Encoder(TextEncoderModel model, Tokenizers tokenizers) implements AutoCloseable {
    static Encoder open(Path folder) {
      TextEncoderSource source =
          TextEncoderSource.of(DiffusersFolder.open(folder).textEncoders().getFirst());
      return new Encoder(
          TextEncoderModel.load(source, new SessionSettings(Provider.CPU, 1)),
          Tokenizers.of(ClipTokenizer.load(source.tokenizer(), source.config().positions())));
    }

    TextPlan plan(TextInput input) {
      return new TextPlans(tokenizers).of(input);
    }

    FinishedText encode(TextPlan plan) {
      List<TokenWindow> windows = plan.items().stream().map(SharedForwards.Item::window).toList();
      int clipSkip = plan.items().getFirst().clipSkip();
      return plan.finish(new OnnxTextEncoder(List.of(model)).encode(windows, clipSkip));
    }

    @Override
    public void close() {
      tokenizers.close();
      model.close();
    }
  }
}
