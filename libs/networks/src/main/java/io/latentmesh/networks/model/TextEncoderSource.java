package io.latentmesh.networks.model;

import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.TextArchitecture;
import io.latentmesh.networks.folder.TextComponent;

/** One text encoder of a model, with the tokenizer that it was trained with. */
public record TextEncoderSource(
    ClipTextConfig config, NetworkSource network, TokenizerSource tokenizer) {

  /** Whether it projects its pooled state, as SDXL's second encoder does. */
  public boolean projects() {
    return config.architecture() == TextArchitecture.PROJECTED;
  }

  /** That of a diffusers folder. */
  public static TextEncoderSource of(TextComponent component) {
    return new TextEncoderSource(
        component.config(),
        StoredWeights.in(component.weights()),
        new TokenizerSource.InFolder(component.tokenizer()));
  }
}
