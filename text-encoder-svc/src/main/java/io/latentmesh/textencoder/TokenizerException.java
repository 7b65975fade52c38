package io.latentmesh.textencoder;

import java.nio.file.Path;

/** A tokenizer folder that cannot be used; names the file, what was expected and what was found. */
final class TokenizerException extends IllegalArgumentException {
  TokenizerException(Path file, String problem) {
    super(file + ": " + problem);
  }

  TokenizerException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
