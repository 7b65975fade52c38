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
import io.latentmesh.v1.Downweight;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weighted texts against what AUTOMATIC1111's program and compel make of them. */
class PromptStatesParityTest {
  /** Six times the worst of the reference against itself in other ways, times weights up to 2. */
  private static final float LIMIT = 4e-5f;

  /** Characters of a prompt that surely fits into one window. */
  private static final int SHORT = 75;

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
          check(softly, fixture, item, encoder.encode(encoder.plan(compel(item))));
        }
      }
      softly.assertAll();
    }
    assertThat(compared).isEqualTo(16);
  }

  /** Words that are hidden, texts of several chunks, and two encoders with their pooled text. */
  @ParameterizedTest
  @CsvSource({"sd1, 7", "sdxl, 4"})
  void conjunctions_ofLongAndWeakenedPrompts_haveTheStatesOfCompel(String model, int count) {
    FixtureCase fixture = only(Fixtures.extraFolder(), "prompts-compel");
    List<JsonNode> items =
        stream(fixture.expected().path("cases"))
            .filter(item -> item.path("model").asText().equals(model))
            .toList();
    assertThat(items).hasSize(count);
    try (Encoder encoder = Encoder.open(Fixtures.folder().resolve(model, "model"))) {
      SoftAssertions softly = new SoftAssertions();
      for (JsonNode item : items) {
        check(softly, fixture, item, encoder.encode(encoder.plan(compel(item))));
      }
      softly.assertAll();
    }
  }

  private static void check(
      SoftAssertions softly, FixtureCase fixture, JsonNode item, FinishedText text) {
    softly
        .assertThat(distance(text, fixture.floats(item.path("embeddings").asText())))
        .as(item.path("prompt").asText())
        .isLessThan(LIMIT);
    if (item.has("pooled")) {
      softly
          .assertThat(
              distance(text.encoded().pooled(), fixture.floats(item.path("pooled").asText())))
          .as("pooled: " + item.path("prompt").asText())
          .isLessThan(LIMIT);
    }
  }

  /** Long texts are never cut off here, which one case of the reference is. */
  private static boolean isOurs(JsonNode item) {
    return item.path("prompt").asText().length() < SHORT
        || !item.path("truncate_long_prompts").asBoolean();
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

  private static TextInput compel(JsonNode item) {
    JsonNode conjunction = item.path("conjunction");
    var message =
        Conjunction.newBuilder()
            .setPooledText(item.path("prompt").asText())
            .setDownweight(
                item.path("downweight_mode").asText().equals("remove")
                    ? Downweight.DOWNWEIGHT_REMOVE
                    : Downweight.DOWNWEIGHT_MASK);
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
    return distance(text.encoded().hiddenStates(), expected);
  }

  private static float distance(float[] actual, float[] expected) {
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

  /** A model's text encoders, with their tokenizers. */
  private record Encoder(List<TextEncoderModel> models, Tokenizers tokenizers)
      implements AutoCloseable {
    static Encoder open(Path folder) {
      List<TextEncoderSource> sources =
          DiffusersFolder.open(folder).textEncoders().stream().map(TextEncoderSource::of).toList();
      return new Encoder(
          sources.stream()
              .map(source -> TextEncoderModel.load(source, new SessionSettings(Provider.CPU, 1)))
              .toList(),
          new Tokenizers(
              sources.stream()
                  .map(
                      source -> ClipTokenizer.load(source.tokenizer(), source.config().positions()))
                  .toList()));
    }

    TextPlan plan(TextInput input) {
      return new TextPlans(tokenizers).of(input);
    }

    FinishedText encode(TextPlan plan) {
      List<TokenWindow> windows = plan.items().stream().map(SharedForwards.Item::window).toList();
      int clipSkip = plan.items().getFirst().clipSkip();
      return plan.finish(new OnnxTextEncoder(models).encode(windows, clipSkip));
    }

    @Override
    public void close() {
      tokenizers.close();
      models.forEach(TextEncoderModel::close);
    }
  }
}
