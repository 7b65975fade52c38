package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.prompt.PromptPart;
import io.latentmesh.orchestrator.prompt.PromptText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A text encoder whose states depend on the text alone: 6 tokens of width 3, one per word. */
public final class FakeTextEncoder implements TextEncoder {
  public static final int CONTEXT_LENGTH = 6;
  public static final int HIDDEN_SIZE = 3;
  public static final int LAYERS = 2;
  public static final int POOLED_WIDTH = 3;

  private final List<Input> encoded = Collections.synchronizedList(new ArrayList<>());
  private volatile Runnable onCall = () -> {};
  private volatile boolean zeroes;

  /** Runs before each answer; may throw or block. */
  public FakeTextEncoder onCall(Runnable hook) {
    onCall = hook;
    return this;
  }

  /** From now on says that no negative prompt means zeros. */
  public FakeTextEncoder zeroesMissingNegative() {
    zeroes = true;
    return this;
  }

  /** All texts so far, in order. */
  public List<Input> encoded() {
    return List.copyOf(encoded);
  }

  @Override
  public List<Conditioning> encode(String model, List<Input> texts) {
    onCall.run();
    encoded.addAll(texts);
    return texts.stream().map(FakeTextEncoder::conditioning).toList();
  }

  /** One word, one token; its id is its length. */
  @Override
  public TokenizedText tokenize(String model, PromptText text) {
    List<TokenizedText.Token> tokens =
        text instanceof PromptText.Weighted weighted
            ? weighted.parts().stream().flatMap(FakeTextEncoder::tokens).toList()
            : tokens(new PromptPart.Fragment(text.written(), 1)).toList();
    return new TokenizedText(List.of(tokens), tokens.size());
  }

  @Override
  public TextEncoderDescription describe(String model) {
    onCall.run();
    return new TextEncoderDescription(
        FakeIdentity.of(model, "CLIPTextModel", 'a'),
        CONTEXT_LENGTH,
        HIDDEN_SIZE,
        LAYERS,
        POOLED_WIDTH,
        zeroes);
  }

  private static Stream<TokenizedText.Token> tokens(PromptPart part) {
    return part instanceof PromptPart.Fragment fragment
        ? Stream.of(fragment.text().strip().split("\\s+"))
            .map(word -> new TokenizedText.Token(word.length(), word, fragment.weight()))
        : Stream.of();
  }

  /** A weighted text has as many chunks as breaks, and one. */
  private static Conditioning conditioning(Input input) {
    Conditioning chunk = conditioning(input.text().written(), input.clipSkip());
    long breaks =
        input.text() instanceof PromptText.Weighted weighted
            ? weighted.parts().stream().filter(PromptPart.Break.class::isInstance).count()
            : 0;
    Conditioning text = chunk;
    for (long i = 0; i < breaks; i++) {
      text = text.followedBy(chunk);
    }
    return text;
  }

  private static Conditioning conditioning(String text, int clipSkip) {
    var random = new SplittableRandom(31L * text.hashCode() + clipSkip);
    float[] states = new float[CONTEXT_LENGTH * HIDDEN_SIZE];
    for (int i = 0; i < states.length; i++) {
      states[i] = (float) random.nextGaussian();
    }
    int words = text.isBlank() ? 0 : text.strip().split("\\s+").length;
    float[] pooled = {states[0], states[1], words};
    return new Conditioning(random.longs(CONTEXT_LENGTH, 0, 100).toArray(), states, words, pooled);
  }
}
