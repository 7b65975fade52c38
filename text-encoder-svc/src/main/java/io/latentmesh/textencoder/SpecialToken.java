package io.latentmesh.textencoder;

/**
 * A vocabulary entry that is found in a text as a whole, ahead of the byte pair encoding: an entry
 * of {@code tokenizer.json}'s {@code added_tokens}.
 *
 * @param normalized whether it is looked for in the lower-cased text rather than in the original
 */
record SpecialToken(
    long id,
    String content,
    boolean singleWord,
    boolean lstrip,
    boolean rstrip,
    boolean normalized,
    boolean special) {}
