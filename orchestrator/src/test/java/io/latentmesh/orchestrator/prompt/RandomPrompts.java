package io.latentmesh.orchestrator.prompt;

import java.util.List;
import java.util.SplittableRandom;

/** Prompts that nobody would think of: sentences of the grammars' own marks, from a seed. */
final class RandomPrompts {
  private static final List<String> PIECES =
      List.of(
          "(",
          ")",
          "[",
          "]",
          ":",
          "|",
          "\\",
          "a",
          "cat ",
          " ",
          ",",
          "\n",
          "1",
          "0.5",
          ".",
          ":1.2)",
          ":0.5]",
          "::3]",
          "[a|b]",
          "[a:b:2]",
          " BREAK ",
          "BREAK",
          "AND",
          " --neg ",
          "<lora:a:1>",
          "++",
          "--",
          ")1.3",
          "\").blend(",
          "(\"",
          "\", \"",
          ").and(1,2)",
          "+",
          "-",
          "é",
          "😀",
          "\t");

  private final SplittableRandom random;

  RandomPrompts(long seed) {
    this.random = new SplittableRandom(seed);
  }

  String next() {
    int pieces = random.nextInt(24);
    StringBuilder prompt = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      prompt.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return prompt.toString();
  }
}
