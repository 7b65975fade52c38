package io.latentmesh.textencoder;

import io.latentmesh.networks.model.TokenizerSource;
import java.nio.file.Path;

/** Opens the service's tokenizer to the parity tests of other packages. */
public final class PromptIds implements AutoCloseable {
  private final ClipTokenizer tokenizer;

  private PromptIds(ClipTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Loads the tokenizer folder of a model whose text encoder has {@code positions} positions. */
  public static PromptIds load(Path folder, int positions) {
    return new PromptIds(ClipTokenizer.load(new TokenizerSource.InFolder(folder), positions));
  }

  /** What the text encoder is fed for a prompt: padded, and cut off where it is too long. */
  public long[] of(String prompt) {
    return tokenizer.window(prompt).ids().clone();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
