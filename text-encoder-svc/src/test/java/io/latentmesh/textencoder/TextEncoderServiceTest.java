package io.latentmesh.textencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.latentmesh.networks.model.TokenizerSource;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.model.ForwardMetrics;
import io.latentmesh.serving.model.ModelShelf;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.Blend;
import io.latentmesh.v1.BlendedPrompt;
import io.latentmesh.v1.ChunkBreak;
import io.latentmesh.v1.Conditioning;
import io.latentmesh.v1.Conjunction;
import io.latentmesh.v1.Downweight;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.ModelIdentity;
import io.latentmesh.v1.TextEncoderServiceGetModelRequest;
import io.latentmesh.v1.TextEncoderServiceGetModelResponse;
import io.latentmesh.v1.TextFragment;
import io.latentmesh.v1.TextInput;
import io.latentmesh.v1.TextPart;
import io.latentmesh.v1.Token;
import io.latentmesh.v1.TokenizeRequest;
import io.latentmesh.v1.TokenizeResponse;
import io.latentmesh.v1.WeightedText;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextEncoderServiceTest {
  private static final TextEncoderServiceGetModelResponse DESCRIPTION =
      TextEncoderServiceGetModelResponse.newBuilder()
          .setIdentity(ModelIdentity.newBuilder().setName("demo"))
          .setContextLength(5)
          .setHiddenSize(2)
          .setLayers(3)
          .build();

  private final ForwardMetrics metrics = new ForwardMetrics(new SimpleMeterRegistry(), "encode");
  private final FakeTextEncoder network = new FakeTextEncoder();
  private final SharedForwards forwards = new SharedForwards(network, 8, metrics);

  @SuppressWarnings("NullAway.Init") // set before every test
  private Tokenizers tokenizers;

  @SuppressWarnings("NullAway.Init") // set before every test
  private ModelShelf<LoadedTextEncoder> models;

  @SuppressWarnings("NullAway.Init") // set before every test
  private TextEncoderService service;

  @BeforeEach
  void load(@TempDir Path folder) throws IOException {
    TinyVocabulary.write(folder);
    tokenizers = Tokenizers.of(ClipTokenizer.load(new TokenizerSource.InFolder(folder), 5));
    service = service(AttentionMask.TAKEN);
  }

  private TextEncoderService service(AttentionMask mask) {
    models =
        ModelShelf.holding("demo", new LoadedTextEncoder(DESCRIPTION, tokenizers, forwards, mask));
    return new TextEncoderService(models, metrics);
  }

  @AfterEach
  void close() {
    forwards.close();
    tokenizers.close();
  }

  @Test
  void encode_severalTexts_shareOneForwardAndComeBackInOrder() {
    EncodeResponse response = encode(request("ab", "", "a b"));

    assertThat(network.forwards).containsExactly(3);
    assertThat(response.getConditioningsList())
        .extracting(conditioning -> TensorCodec.longs(conditioning.getTokenIds(), "ids"))
        .containsExactly(
            new long[] {7, 9, 8, 8, 8}, new long[] {7, 8, 8, 8, 8}, new long[] {7, 5, 4, 8, 8});
  }

  @Test
  void encode_text_givesStatesOfEveryToken() {
    Conditioning conditioning = encode(skipping("ab", 2)).getConditionings(0);

    assertThat(conditioning.getHiddenStates().getShapeList()).containsExactly(5L, 2L);
    assertThat(TensorCodec.floats(conditioning.getHiddenStates(), "states"))
        .containsExactly(7, 2, 9, 2, 8, 2, 8, 2, 8, 2);
    assertThat(conditioning.getPooled().getShapeList()).containsExactly(2L);
    assertThat(conditioning.getTokenCount()).isEqualTo(1);
    assertThat(conditioning.getTruncated()).isFalse();
  }

  @Test
  void encode_textTooLong_isTruncatedAndSaysSo() {
    Conditioning conditioning = encode(request("a b a b")).getConditionings(0);

    assertThat(TensorCodec.longs(conditioning.getTokenIds(), "ids")).containsExactly(7, 5, 4, 5, 8);
    assertThat(conditioning.getTokenCount()).isEqualTo(4);
    assertThat(conditioning.getTruncated()).isTrue();
  }

  @Test
  void encode_weightedText_givesItsChunksOneBehindTheOtherInOneForward() {
    Conditioning conditioning =
        encode(weighted(fragment("a b a ", 1), fragment("b", 2))).getConditionings(0);

    assertThat(network.forwards).containsExactly(2);
    assertThat(TensorCodec.longs(conditioning.getTokenIds(), "ids"))
        .containsExactly(7, 5, 4, 5, 8, 7, 4, 8, 8, 8);
    assertThat(TensorCodec.floats(conditioning.getHiddenStates(), "states"))
        .startsWith(7, 0, 5, 0, 4, 0, 5, 0, 8, 0, 7, 0, 8, 0, 8, 0);
    assertThat(conditioning.getTokenCount()).isEqualTo(4);
    assertThat(conditioning.getTruncated()).isFalse();
  }

  @Test
  void encode_chunkBreak_beginsANewChunk() {
    assertThat(
            TensorCodec.longs(
                encode(weighted(fragment("a", 1), chunkBreak(), fragment("b", 1)))
                    .getConditionings(0)
                    .getTokenIds(),
                "ids"))
        .containsExactly(7, 5, 8, 8, 8, 7, 4, 8, 8, 8);
  }

  @Test
  void encode_conjunction_movesWeightedTokensFromTheEmptyText() {
    Conditioning conditioning =
        encode(conjunction(blend(1, false, prompt(1, words("b", 1), words("a", 2)))))
            .getConditionings(0);

    assertThat(TensorCodec.longs(conditioning.getTokenIds(), "ids")).containsExactly(7, 4, 5, 8, 8);
    // The empty text is 8 where "a" is 5.
    assertThat(TensorCodec.floats(conditioning.getHiddenStates(), "states"))
        .containsExactly(7, 0, 4, 0, 2, 0, 8, 0, 8, 0);
  }

  @Test
  void encode_blendAndConjunction_mixAndJoin() {
    Conditioning conditioning =
        encode(
                conjunction(
                    blend(1, true, prompt(1, words("a", 1)), prompt(3, words("ab", 1))),
                    blend(0.5, false, prompt(1, words("b", 1)))))
            .getConditionings(0);

    assertThat(TensorCodec.floats(conditioning.getHiddenStates(), "states"))
        .containsExactly(7, 0, 8, 0, 8, 0, 8, 0, 8, 0, 7, 0, 6, 0, 8, 0, 8, 0, 8, 0);
  }

  @Test
  void encode_fragmentOfHalfWeight_movesHalfwayToThePromptThatHidesIt() {
    Conditioning conditioning = encode(halfOfA(Downweight.DOWNWEIGHT_MASK)).getConditionings(0);

    // With it, "a" is 8 + 0.5 (5 - 8); what hides it is 10 in the second column, "a" half of that.
    assertThat(TensorCodec.floats(conditioning.getHiddenStates(), "states"))
        .containsExactly(7, 5, 9, 5, 6.5f, 2.5f, 8, 5, 8, 5);
  }

  @Test
  void encode_hiddenFragmentOfAnEncoderWithoutMask_isRefused() {
    service = service(AttentionMask.NOT_TAKEN);

    ServiceException error = refused(() -> encode(halfOfA(Downweight.DOWNWEIGHT_MASK)));
    assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.message())
        .startsWith("inputs[0].conjunction.downweight: must be DOWNWEIGHT_REMOVE");
    assertThat(encode(halfOfA(Downweight.DOWNWEIGHT_REMOVE)).getConditioningsCount()).isOne();
  }

  @Test
  void encode_conjunctionOfLongPrompts_hasAsManyChunksAsTheyNeed() {
    Conditioning conditioning =
        encode(
                conjunction(
                    blend(1, true, prompt(1, words("a a a a b", 1)), prompt(1, words("a", 1)))))
            .getConditionings(0);

    assertThat(TensorCodec.longs(conditioning.getTokenIds(), "ids"))
        .containsExactly(7, 5, 5, 5, 8, 7, 5, 4, 8, 8);
    // The shorter one is followed by the empty text.
    assertThat(TensorCodec.floats(conditioning.getHiddenStates(), "states"))
        .containsExactly(7, 0, 5, 0, 6.5f, 0, 6.5f, 0, 8, 0, 7, 0, 6.5f, 0, 6, 0, 8, 0, 8, 0);
  }

  @Test
  void encode_conjunctionWithATextToPool_hasItsPooledState() {
    EncodeRequest.Builder request = conjunction(blend(1, false, prompt(1, words("a", 0.5))));
    request.getInputsBuilder(0).getConjunctionBuilder().setPooledText("a-");
    request.getInputsBuilder(0).setClipSkip(1);

    assertThat(TensorCodec.floats(encode(request).getConditionings(0).getPooled(), "pooled"))
        .containsExactly(1, 0);
    assertThat(network.forwards).containsExactly(4);
  }

  @Test
  void encode_fragmentOfHalfWeight_movesHalfwayToThePromptWithoutIt() {
    Conditioning conditioning = encode(halfOfA(Downweight.DOWNWEIGHT_REMOVE)).getConditionings(0);

    // With it, "a" is 8 + 0.5 (5 - 8); without it there is padding, 8.
    assertThat(TensorCodec.floats(conditioning.getHiddenStates(), "states"))
        .containsExactly(7, 0, 9, 0, 7.25f, 0, 8, 0, 8, 0);
  }

  @Test
  void encode_weightedTextWithoutParts_isTheEmptyText() {
    assertThat(encode(weighted()).getConditionings(0))
        .isEqualTo(encode(request("")).getConditionings(0));
  }

  @Test
  void tokenize_weightedText_showsChunksAndWeights() {
    RecordedAnswers<TokenizeResponse> answers = new RecordedAnswers<>();

    service.tokenize(
        TokenizeRequest.newBuilder()
            .setWeighted(weightedText(fragment("a b", 1), fragment("ab b", 1.5)))
            .build(),
        answers);

    assertThat(answers.only().getChunksList()).hasSize(2);
    assertThat(answers.only().getTokensList())
        .extracting(token -> token.getPiece() + token.getWeight())
        .containsExactly("a</w>1.0", "b</w>1.0", "ab</w>1.5", "b</w>1.5");
    assertThat(answers.only().getUsed()).isEqualTo(4);
  }

  @Test
  void encode_outputIsNotFinite_isAnErrorAndTheServiceGoesOn() {
    ServiceException error = refused(() -> encode(request("a", "c")));

    assertThat(error.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(error.reason()).isEqualTo("NON_FINITE_OUTPUT");
    assertThat(error.message()).isEqualTo("The network's output for inputs[1] is not finite");
    assertThat(encode(request("a")).getConditioningsCount()).isEqualTo(1);
  }

  static Stream<Arguments> badRequests() {
    return Stream.of(
        Arguments.of(request(), "inputs: must have from 1 to 64 entries, has 0"),
        Arguments.of(
            request(Stream.generate(() -> "a").limit(65).toArray(String[]::new)),
            "inputs: must have from 1 to 64 entries, has 65"),
        Arguments.of(
            request("a", "x".repeat(65_537)),
            "inputs[1].text: must have at most 65536 bytes, has 65537"),
        Arguments.of(
            request("\u00e9".repeat(40_000)),
            "inputs[0].text: must have at most 65536 bytes, has 80000"),
        Arguments.of(
            weighted(fragment("a", 1001)),
            "inputs[0].weighted.parts[0].fragment.weight: must be from -1000 to 1000, was 1001.0"),
        Arguments.of(
            weighted(fragment("a", Double.NaN)),
            "inputs[0].weighted.parts[0].fragment.weight: must be from -1000 to 1000, was NaN"),
        Arguments.of(
            weighted(TextPart.getDefaultInstance()),
            "inputs[0].weighted.parts[0]: must say fragment or chunk_break, says neither"),
        Arguments.of(
            weighted(fragment("a ".repeat(40), 1)), "inputs[0]: must fit into 13 chunks, needs 14"),
        Arguments.of(
            weighted(fragment("x".repeat(65_537), 1)),
            "inputs[0].weighted.parts: must have at most 65536 bytes of text, have 65537"),
        Arguments.of(
            conjunction(), "inputs[0].conjunction.blends: must have from 1 to 13 entries, has 0"),
        Arguments.of(
            conjunction(blend(1, false)),
            "inputs[0].conjunction.blends[0].prompts: must have from 1 to 16 entries, has 0"),
        Arguments.of(
            conjunction(blend(1, true, prompt(1), prompt(-1))),
            "inputs[0].conjunction.blends[0].normalized:"
                + " needs prompts whose weights do not add up to 0"),
        Arguments.of(
            conjunction(blend(1, false, prompt(1, words("a", -1001)))),
            "inputs[0].conjunction.blends[0].prompts[0].fragments[0].weight:"
                + " must be from -1000 to 1000, was -1001.0"),
        Arguments.of(skipping("a", 3), "inputs[0].clip_skip: must be from 0 to 2, was 3"),
        Arguments.of(skipping("a", -1), "inputs[0].clip_skip: must be from 0 to 2, was -1"));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void encode_badRequest_namesFieldBoundAndValue(EncodeRequest.Builder request, String message) {
    ServiceException error = refused(() -> encode(request));

    assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.message()).isEqualTo(message);
    assertThat(network.forwards).isEmpty();
  }

  @Test
  void encode_longestTextAllowed_isEncoded() {
    assertThat(encode(request("a ".repeat(32_768))).getConditionings(0).getTokenCount())
        .isEqualTo(32_768);
  }

  @Test
  void tokenize_text_showsAllTokensAndHowManyAreUsed() {
    RecordedAnswers<TokenizeResponse> answers = new RecordedAnswers<>();

    service.tokenize(TokenizeRequest.newBuilder().setText("ab a b a").build(), answers);

    assertThat(answers.only().getTokensList())
        .extracting(Token::getPiece)
        .containsExactly("ab</w>", "a</w>", "b</w>", "a</w>");
    assertThat(answers.only().getTokens(0).getId()).isEqualTo(9);
    assertThat(answers.only().getUsed()).isEqualTo(3);
  }

  @Test
  void tokenize_textTooLong_namesFieldBoundAndValue() {
    TokenizeRequest request = TokenizeRequest.newBuilder().setText("x".repeat(100_000)).build();

    assertThat(refused(() -> service.tokenize(request, new RecordedAnswers<>())).message())
        .isEqualTo("text: must have at most 65536 bytes, has 100000");
  }

  @Test
  void getModel_loaded_describesIt() {
    RecordedAnswers<TextEncoderServiceGetModelResponse> answers = new RecordedAnswers<>();

    service.getModel(TextEncoderServiceGetModelRequest.getDefaultInstance(), answers);

    assertThat(answers.only())
        .isEqualTo(DESCRIPTION.toBuilder().addModels("demo").addLoadedModels("demo").build());
  }

  private EncodeResponse encode(EncodeRequest.Builder request) {
    RecordedAnswers<EncodeResponse> answers = new RecordedAnswers<>();
    service.encode(request.build(), answers);
    return answers.only();
  }

  private static EncodeRequest.Builder request(String... texts) {
    return EncodeRequest.newBuilder()
        .addAllInputs(
            Stream.of(texts).map(text -> TextInput.newBuilder().setText(text).build()).toList());
  }

  private static EncodeRequest.Builder skipping(String text, int clipSkip) {
    return EncodeRequest.newBuilder()
        .addInputs(TextInput.newBuilder().setText(text).setClipSkip(clipSkip));
  }

  private static EncodeRequest.Builder weighted(TextPart... parts) {
    return EncodeRequest.newBuilder()
        .addInputs(TextInput.newBuilder().setWeighted(weightedText(parts)));
  }

  private static WeightedText weightedText(TextPart... parts) {
    return WeightedText.newBuilder()
        .addAllParts(List.of(parts))
        .setEmphasis(io.latentmesh.v1.Emphasis.EMPHASIS_NO_NORM)
        .build();
  }

  private static TextPart fragment(String text, double weight) {
    return TextPart.newBuilder()
        .setFragment(TextFragment.newBuilder().setText(text).setWeight(weight))
        .build();
  }

  private static EncodeRequest.Builder conjunction(Blend... blends) {
    return EncodeRequest.newBuilder()
        .addInputs(
            TextInput.newBuilder()
                .setConjunction(Conjunction.newBuilder().addAllBlends(List.of(blends))));
  }

  private static Blend blend(double weight, boolean normalized, BlendedPrompt... prompts) {
    return Blend.newBuilder()
        .setWeight(weight)
        .setNormalized(normalized)
        .addAllPrompts(List.of(prompts))
        .build();
  }

  private static EncodeRequest.Builder halfOfA(Downweight downweight) {
    EncodeRequest.Builder request =
        conjunction(blend(1, false, prompt(1, words("ab", 1), words("a", 0.5))));
    request.getInputsBuilder(0).getConjunctionBuilder().setDownweight(downweight);
    return request;
  }

  private static BlendedPrompt prompt(double weight, TextFragment... fragments) {
    return BlendedPrompt.newBuilder().setWeight(weight).addAllFragments(List.of(fragments)).build();
  }

  private static TextFragment words(String text, double weight) {
    return TextFragment.newBuilder().setText(text).setWeight(weight).build();
  }

  private static TextPart chunkBreak() {
    return TextPart.newBuilder().setChunkBreak(ChunkBreak.getDefaultInstance()).build();
  }

  private static ServiceException refused(Runnable call) {
    return catchThrowableOfType(ServiceException.class, call::run);
  }
}
