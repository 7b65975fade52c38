package io.latentmesh.networks.folder;

import java.nio.file.Path;

/**
 * One text encoder of a model, with the tokenizer that it was trained with.
 *
 * @param root the model's folder, absolute; links are not resolved
 */
public record TextComponent(TextSlot slot, Path root, ClipTextConfig config) {

  static TextComponent read(TextSlot slot, Path root) {
    Path file = root.resolve(slot.encoder(), "config.json");
    return new TextComponent(slot, root, ClipTextConfig.read(file, slot.architecture()));
  }

  /** The weights; links are not resolved. */
  public Path weights() {
    return WeightFiles.find(root.resolve(slot.encoder()), "model");
  }

  /** The tokenizer's folder: {@code vocab.json}, {@code merges.txt} and their configs. */
  public Path tokenizer() {
    return root.resolve(slot.tokenizer());
  }
}
