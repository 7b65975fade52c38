package io.latentmesh.networks.model;

import java.nio.file.Path;

/** Where a text encoder's tokenizer comes from. */
public sealed interface TokenizerSource {

  /** A folder with the files of a CLIP tokenizer. */
  record InFolder(Path folder) implements TokenizerSource {}

  /**
   * The vocabulary that all published models share: a checkpoint in one file has no tokenizer.
   *
   * @param padToken what short texts are filled with
   */
  record Clip(String padToken) implements TokenizerSource {}
}
