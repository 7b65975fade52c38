package io.latentmesh.orchestrator.stage;

import io.latentmesh.orchestrator.prompt.PromptText;
import java.util.List;

/** Turns texts into what a denoiser is conditioned on. Thread-safe; calls block. */
public interface TextEncoder {

  /**
   * Encodes texts, one conditioning each, in order.
   *
   * @param model name of a model that the stage holds
   */
  List<Conditioning> encode(String model, List<Input> texts);

  /**
   * One text to encode.
   *
   * @param clipSkip layers to leave out, from the end; 0 is none
   */
  record Input(PromptText text, int clipSkip) {
    /** A text without grammar. */
    public Input(String text, int clipSkip) {
      this(new PromptText.Plain(text), clipSkip);
    }
  }

  /**
   * Splits a text into tokens.
   *
   * @param model name of a model that the stage holds
   */
  TokenizedText tokenize(String model, PromptText text);

  /**
   * Describes a model; one that the stage has and does not hold now begins to load, and is
   * UNAVAILABLE (MODEL_LOADING) meanwhile.
   *
   * @param model its name; empty means the stage's default one
   */
  TextEncoderDescription describe(String model);

  /** Describes the stage's default model. */
  default TextEncoderDescription describe() {
    return describe("");
  }
}
