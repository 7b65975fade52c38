package io.latentmesh.orchestrator.edge;

import io.latentmesh.orchestrator.generation.PromptTokens;
import io.latentmesh.orchestrator.prompt.Downweight;
import io.latentmesh.orchestrator.prompt.Emphasis;
import io.latentmesh.orchestrator.prompt.PromptLanguage;
import io.latentmesh.orchestrator.prompt.PromptSyntax;
import io.latentmesh.orchestrator.stage.TokenizedText;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.ImageServiceTokenizeResponse;
import io.latentmesh.v1.PromptSpan;
import io.latentmesh.v1.PromptTerm;
import io.latentmesh.v1.Token;
import io.latentmesh.v1.TokenChunk;
import java.util.List;

/** How prompts are to be read, and how they were, as messages of the wire contract. */
final class GrpcPrompts {
  private GrpcPrompts() {}

  /** What this version does not know is the ordinary one. */
  static PromptLanguage language(GenerateRequest message) {
    return new PromptLanguage(
        syntax(message.getPromptSyntax()),
        emphasis(message.getEmphasis()),
        downweight(message.getDownweight()));
  }

  static ImageServiceTokenizeResponse response(PromptTokens tokens) {
    var response = ImageServiceTokenizeResponse.newBuilder().addAllWarnings(tokens.notes());
    for (PromptTokens.Term term : tokens.terms()) {
      response.addTerms(
          PromptTerm.newBuilder().setWeight(term.weight()).addAllSpans(spans(term.spans())));
    }
    return response.addAllNegativePrompt(spans(tokens.negative())).build();
  }

  private static PromptSyntax syntax(io.latentmesh.v1.PromptSyntax message) {
    return switch (message) {
      case PROMPT_SYNTAX_UNSPECIFIED, PROMPT_SYNTAX_PLAIN, UNRECOGNIZED -> PromptSyntax.PLAIN;
      case PROMPT_SYNTAX_A1111 -> PromptSyntax.A1111;
      case PROMPT_SYNTAX_COMPEL -> PromptSyntax.COMPEL;
    };
  }

  private static Emphasis emphasis(io.latentmesh.v1.Emphasis message) {
    return switch (message) {
      case EMPHASIS_UNSPECIFIED, EMPHASIS_ORIGINAL, UNRECOGNIZED -> Emphasis.ORIGINAL;
      case EMPHASIS_NO_NORM -> Emphasis.NO_NORM;
      case EMPHASIS_IGNORE -> Emphasis.IGNORE;
      case EMPHASIS_NONE -> Emphasis.NONE;
    };
  }

  private static Downweight downweight(io.latentmesh.v1.Downweight message) {
    return switch (message) {
      case DOWNWEIGHT_UNSPECIFIED, DOWNWEIGHT_MASK, UNRECOGNIZED -> Downweight.MASK;
      case DOWNWEIGHT_REMOVE -> Downweight.REMOVE;
    };
  }

  private static List<PromptSpan> spans(List<PromptTokens.Span> spans) {
    return spans.stream().map(GrpcPrompts::span).toList();
  }

  private static PromptSpan span(PromptTokens.Span span) {
    var message =
        PromptSpan.newBuilder()
            .setFirstEvaluation(span.first())
            .setLastEvaluation(span.last())
            .setText(span.written())
            .setTokenCount(span.text().tokenCount());
    for (List<TokenizedText.Token> chunk : span.text().chunks()) {
      message.addChunks(
          TokenChunk.newBuilder().addAllTokens(chunk.stream().map(GrpcPrompts::token).toList()));
    }
    return message.build();
  }

  private static Token token(TokenizedText.Token token) {
    return Token.newBuilder()
        .setId(token.id())
        .setPiece(token.piece())
        .setWeight(token.weight())
        .build();
  }
}
