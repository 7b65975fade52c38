package io.latentmesh.cli;

import io.latentmesh.v1.Downweight;
import io.latentmesh.v1.Emphasis;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.PromptSyntax;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How prompts are read. */
final class PromptOptions {
  @Option(
      names = "--prompt-syntax",
      paramLabel = "NAME",
      description =
          "plain (as it stands, the default), a1111 or compel: how weights and the like are"
              + " written.")
  @Nullable String syntax;

  @Option(
      names = "--emphasis",
      paramLabel = "NAME",
      description = "With a1111, what weights do: original (the default), no-norm, ignore or none.")
  @Nullable String emphasis;

  @Option(
      names = "--downweight",
      paramLabel = "NAME",
      description =
          "With compel, what weights below 1 do: mask (the default; the other words do not attend"
              + " to them) or remove (they are left out).")
  @Nullable String downweight;

  void applyTo(GenerateRequest.Builder request) {
    if (syntax != null) {
      request.setPromptSyntax(syntax(syntax));
    }
    if (emphasis != null) {
      request.setEmphasis(emphasis(emphasis));
    }
    if (downweight != null) {
      request.setDownweight(downweight(downweight));
    }
  }

  private static PromptSyntax syntax(String name) {
    return switch (name) {
      case "plain" -> PromptSyntax.PROMPT_SYNTAX_PLAIN;
      case "a1111" -> PromptSyntax.PROMPT_SYNTAX_A1111;
      case "compel" -> PromptSyntax.PROMPT_SYNTAX_COMPEL;
      default ->
          throw new IllegalArgumentException(
              "--prompt-syntax: must be plain, a1111 or compel, was '" + name + "'");
    };
  }

  private static Downweight downweight(String name) {
    return switch (name) {
      case "mask" -> Downweight.DOWNWEIGHT_MASK;
      case "remove" -> Downweight.DOWNWEIGHT_REMOVE;
      default ->
          throw new IllegalArgumentException(
              "--downweight: must be mask or remove, was '" + name + "'");
    };
  }

  private static Emphasis emphasis(String name) {
    return switch (name) {
      case "original" -> Emphasis.EMPHASIS_ORIGINAL;
      case "no-norm" -> Emphasis.EMPHASIS_NO_NORM;
      case "ignore" -> Emphasis.EMPHASIS_IGNORE;
      case "none" -> Emphasis.EMPHASIS_NONE;
      default ->
          throw new IllegalArgumentException(
              "--emphasis: must be original, no-norm, ignore or none, was '" + name + "'");
    };
  }
}
