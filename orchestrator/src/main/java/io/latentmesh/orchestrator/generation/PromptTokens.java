package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.prompt.PromptSchedule;
import io.latentmesh.orchestrator.prompt.Prompts;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.stage.TextEncoder;
import io.latentmesh.orchestrator.stage.TokenizedText;
import java.util.ArrayList;
import java.util.List;

/**
 * What is understood of a request's prompts.
 *
 * @param negative empty when no negative prompt is used
 */
public record PromptTokens(List<Term> terms, List<Span> negative, List<String> notes) {
  public PromptTokens {
    terms = List.copyOf(terms);
    negative = List.copyOf(negative);
    notes = List.copyOf(notes);
  }

  /** One of the prompts that the picture is composed of. */
  public record Term(double weight, List<Span> spans) {
    public Term {
      spans = List.copyOf(spans);
    }
  }

  /**
   * A text from evaluation {@code first} to {@code last}, counted from 0.
   *
   * @param written as its language writes it
   */
  public record Span(int first, int last, String written, TokenizedText text) {}

  /** Asks the encoder about every text of the plan. */
  static PromptTokens of(GenerationPlan plan, TextEncoder encoder) {
    Prompts prompts = plan.text().prompts();
    List<Term> terms =
        prompts.terms().stream()
            .map(term -> new Term(term.weight(), spans(term.schedule(), plan, encoder)))
            .toList();
    List<Span> negative =
        plan.needsUnconditional()
            ? prompts.negative().map(text -> spans(text, plan, encoder)).orElse(List.of())
            : List.of();
    return new PromptTokens(terms, negative, prompts.notes());
  }

  private static List<Span> spans(
      PromptSchedule schedule, GenerationPlan plan, TextEncoder encoder) {
    int evaluations = plan.sampling().evaluations();
    List<Span> spans = new ArrayList<>();
    int first = 0;
    for (PromptSchedule.Span span : schedule.spans()) {
      int last = Math.min(span.end(), evaluations - 1);
      if (first <= last) {
        TokenizedText tokens = encoder.tokenize(plan.model().name(), span.text());
        spans.add(new Span(first, last, span.text().written(), tokens));
      }
      first = last + 1;
    }
    return spans;
  }
}
