package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.StatusRuntimeException;
import io.latentmesh.v1.Downweight;
import io.latentmesh.v1.ExtraOutputs;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.Image;
import io.latentmesh.v1.ImageServiceTokenizeRequest;
import io.latentmesh.v1.ImageServiceTokenizeResponse;
import io.latentmesh.v1.PromptSpan;
import io.latentmesh.v1.PromptSyntax;
import io.latentmesh.v1.Token;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Prompts as people write them, through all services. */
class PromptsIT extends SharedMesh {
  private static final List<String> ADJECTIVES =
      List.of("soft", "golden", "cold", "misty", "wide", "calm", "warm");
  private static final List<String> NOUNS =
      List.of("light", "clouds", "grass", "birds", "rocks", "waves", "trees", "hills", "skies");

  @Test
  void longPromptAndManyWeightedNegatives_areAllUsed() {
    GenerateRequest request =
        a1111(longPrompt())
            .setNegativePrompt(fortyPhrases())
            .setExtraOutputs(ExtraOutputs.newBuilder().setEmbeddings(true))
            .build();
    ImageServiceTokenizeResponse read = tokenize(request);
    PromptSpan prompt = read.getTerms(0).getSpans(0);
    assertThat(prompt.getTokenCount()).isGreaterThanOrEqualTo(180);
    assertThat(prompt.getChunksCount()).isGreaterThanOrEqualTo(3);
    assertThat(weights(read.getNegativePrompt(0))).contains(0.5, 1.6);

    GenerateImagesResponse answer = draw(request);
    assertThat(answer.getPlan().getWarningsList()).isEmpty();
    Image image = answer.getImages(0);
    long positions = 77L * prompt.getChunksCount();
    assertThat(image.getPrompt().getHiddenStates().getShape(0)).isEqualTo(positions);
    assertThat(image.getNegativePrompt().getHiddenStates().getShape(0)).isEqualTo(positions);
  }

  @Test
  void unweightedPrompt_drawsWhatThePlainOneDraws() {
    assertThat(latents(a1111("a red heart").build()))
        .isEqualTo(latents(Client.quick("a red heart").build()));
  }

  @Test
  void switchBeyondTheEnd_drawsWhatTheFirstTextDraws() {
    assertThat(latents(a1111("a red [heart:star:100]").build()))
        .isEqualTo(latents(a1111("a red heart").build()));
    assertThat(latents(a1111("a red [heart:star:1]").build()))
        .isNotEqualTo(latents(a1111("a red heart").build()));
  }

  @Test
  void terms_costARowEach() {
    GenerateImagesResponse answer = draw(a1111("a red heart AND a blue star :0.5").build());
    assertThat(answer.getPlan().getRowsPerEvaluation()).isEqualTo(3);
    assertThat(answer.getStats().getRows()).isEqualTo(3L * answer.getPlan().getEvaluations());
  }

  @Test
  void compelPrompt_isBlended() {
    GenerateRequest blend = compel("(\"a red heart\", \"a blue star\").blend(0.5, 0.5)").build();
    GenerateRequest sum =
        blend.toBuilder().setPrompt("(\"a red heart\", \"a blue star\").blend(1, 1)").build();
    assertThat(latents(blend)).isEqualTo(latents(sum));
    assertThat(latents(blend)).isNotEqualTo(latents(Client.quick("a red heart").build()));
  }

  @Test
  void wordsOfLowWeight_areHiddenOrLeftOut() {
    GenerateRequest masked = compel("a (red)0.5 heart").build();
    GenerateRequest removed =
        masked.toBuilder().setDownweight(Downweight.DOWNWEIGHT_REMOVE).build();
    assertThat(latents(masked)).isNotEqualTo(latents(removed));
    String recipe = draw(removed).getImages(0).getRecipeJson();
    assertThat(latents(GenerateRequest.newBuilder().setRecipeJson(recipe).build()))
        .isEqualTo(latents(removed));
  }

  @Test
  void longCompelPrompt_isUsedWhole() {
    GenerateImagesResponse answer =
        draw(
            compel("(" + longPrompt().replaceAll("[()\\[\\]:.]", "") + ")0.9")
                .setExtraOutputs(ExtraOutputs.newBuilder().setEmbeddings(true))
                .build());
    assertThat(answer.getPlan().getWarningsList()).isEmpty();
    assertThat(answer.getImages(0).getPrompt().getHiddenStates().getShape(0))
        .isGreaterThanOrEqualTo(3 * 77);
  }

  @Test
  void promptThatCannotBeRead_isRefusedWithItsPlace() {
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> draw(a1111("a (heart:1.2.3)").build()));
    assertThat(refusal)
        .hasMessageContaining("prompt: at character 9: a weight must be a number such as 1.3");
  }

  @Test
  void tokenize_showsWhenTextsChange() {
    ImageServiceTokenizeResponse read = tokenize(a1111("a [heart:star:2]").setSteps(6).build());
    assertThat(read.getTerms(0).getSpansList())
        .extracting(span -> span.getFirstEvaluation() + "-" + span.getLastEvaluation())
        .containsExactly("0-2", "3-5");
    assertThat(read.getTerms(0).getSpans(1).getText()).isEqualTo("a star");
    assertThat(read.getTerms(0).getSpans(1).getChunks(0).getTokensList())
        .extracting(Token::getPiece)
        .containsExactly("a</w>", "star</w>");
  }

  private ImageServiceTokenizeResponse tokenize(GenerateRequest request) {
    return client()
        .images()
        .tokenize(ImageServiceTokenizeRequest.newBuilder().setRequest(request).build());
  }

  private static GenerateRequest.Builder a1111(String prompt) {
    return Client.quick(prompt).setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111);
  }

  private static GenerateRequest.Builder compel(String prompt) {
    return Client.quick(prompt).setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_COMPEL);
  }

  private static String longPrompt() {
    return "a (red:1.2) heart, [thin] lines, "
        + ADJECTIVES.stream()
            .flatMap(adjective -> NOUNS.stream().map(noun -> adjective + " " + noun))
            .collect(Collectors.joining(", "));
  }

  private static String fortyPhrases() {
    return IntStream.range(0, 40)
        .mapToObj(i -> "(bad %s:%.1f)".formatted(NOUNS.get(i % NOUNS.size()), 0.5 + 0.1 * (i % 12)))
        .collect(Collectors.joining(", "));
  }

  private static List<Double> weights(PromptSpan span) {
    return span.getChunksList().stream()
        .flatMap(chunk -> chunk.getTokensList().stream())
        .map(token -> Math.round(token.getWeight() * 10) / 10.0)
        .distinct()
        .toList();
  }
}
