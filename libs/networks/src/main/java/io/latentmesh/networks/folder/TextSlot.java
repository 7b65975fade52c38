package io.latentmesh.networks.folder;

/** A place for a text encoder and its tokenizer in a model. */
public enum TextSlot {
  FIRST("text_encoder", "tokenizer", TextArchitecture.STATES),
  /** SDXL's second; the refiner's only one. */
  SECOND("text_encoder_2", "tokenizer_2", TextArchitecture.PROJECTED);

  private final String encoder;
  private final String tokenizer;
  private final TextArchitecture architecture;

  TextSlot(String encoder, String tokenizer, TextArchitecture architecture) {
    this.encoder = encoder;
    this.tokenizer = tokenizer;
    this.architecture = architecture;
  }

  /** The encoder's name in the index, and its folder's. */
  public String encoder() {
    return encoder;
  }

  /** The tokenizer's name in the index, and its folder's. */
  public String tokenizer() {
    return tokenizer;
  }

  /** The class of every encoder in this place. */
  public TextArchitecture architecture() {
    return architecture;
  }
}
