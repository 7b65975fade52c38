package io.latentmesh.networks.folder;

/** Which class of transformers a text encoder is. */
public enum TextArchitecture {
  /** Hidden states and the pooled state. */
  STATES("CLIPTextModel"),
  /** These and a projection of the pooled state ({@code text_embeds}). */
  PROJECTED("CLIPTextModelWithProjection");

  private final String className;

  TextArchitecture(String className) {
    this.className = className;
  }

  /** The class's name, as configs and indexes have it. */
  public String className() {
    return className;
  }
}
