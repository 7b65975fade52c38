package io.latentmesh.orchestrator.generation;

import io.latentmesh.orchestrator.prompt.Emphasis;
import io.latentmesh.orchestrator.prompt.PromptSchedule;
import io.latentmesh.orchestrator.prompt.PromptText;
import io.latentmesh.orchestrator.prompt.Prompts;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.TextEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Encodes all texts of a plan, each once, and makes them of one length. For one thread. */
final class TextEncoding {
  private static final PromptText EMPTY = new PromptText.Weighted(List.of(), Emphasis.ORIGINAL);

  private final GenerationPlan plan;
  private final TextEncoder encoder;
  private final Map<Integer, Conditioning> paddings = new HashMap<>(); // by clip skip

  TextEncoding(GenerationPlan plan, TextEncoder encoder) {
    this.plan = plan;
    this.encoder = encoder;
  }

  /**
   * Blocks until the texts are encoded: in one call, and one for the padding where it is needed.
   */
  EncodedTexts run() {
    Prompts prompts = plan.text().prompts();
    Set<TextEncoder.Input> inputs = new LinkedHashSet<>();
    prompts.terms().forEach(term -> inputs.addAll(inputs(term.schedule(), plan.clipSkip())));
    Optional<PromptSchedule> negative = negative(prompts);
    Optional<PromptSchedule> empty = empty(prompts);
    Stream.of(negative, empty)
        .flatMap(Optional::stream)
        .forEach(text -> inputs.addAll(inputs(text, plan.negativeClipSkip())));
    Map<TextEncoder.Input, Conditioning> encoded = encode(List.copyOf(inputs));
    List<EncodedTexts.Term> terms =
        prompts.terms().stream()
            .map(term ->
                new EncodedTexts.Term(
                    term.weight(), schedule(term.schedule(), plan.clipSkip(), encoded)))
            .toList();
    return new EncodedTexts(
        terms,
        unwanted(negative, encoded).or(() -> zeros(terms.getFirst())),
        unwanted(empty, encoded).or(() -> zerosBesideNegative(terms.getFirst())));
  }

  private Optional<EncodedTexts.Schedule> unwanted(
      Optional<PromptSchedule> text, Map<TextEncoder.Input, Conditioning> encoded) {
    return text.map(spans -> schedule(spans, plan.negativeClipSkip(), encoded));
  }

  /** What is sent beside a negative that is not the unconditional; empty if it is zeros, too. */
  private Optional<PromptSchedule> empty(Prompts prompts) {
    return plan.guidance().perpendicular() && !plan.model().textEncoder().zeroesMissingNegative()
        ? Optional.of(prompts.emptyText())
        : Optional.empty();
  }

  private Optional<EncodedTexts.Schedule> zerosBesideNegative(EncodedTexts.Term term) {
    return plan.guidance().perpendicular() ? zeros(term) : Optional.empty();
  }

  /** What is sent as the unconditional's text; empty if it is zeros, or if none is needed. */
  private Optional<PromptSchedule> negative(Prompts prompts) {
    return plan.needsUnconditional() && !plan.zeroesNegative()
        ? prompts.negative().or(() -> Optional.of(prompts.emptyText()))
        : Optional.empty();
  }

  private Optional<EncodedTexts.Schedule> zeros(EncodedTexts.Term term) {
    return plan.needsUnconditional()
        ? Optional.of(constant(term.schedule().first().zeros()))
        : Optional.empty();
  }

  private Map<TextEncoder.Input, Conditioning> encode(List<TextEncoder.Input> inputs) {
    List<Conditioning> answers = encoder.encode(plan.model().name(), inputs);
    int longest = answers.stream().mapToInt(Conditioning::length).max().orElseThrow();
    Map<TextEncoder.Input, Conditioning> encoded = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      encoded.put(inputs.get(i), padded(inputs.get(i), answers.get(i), longest));
    }
    return encoded;
  }

  /** Shorter texts are followed by the empty text, as often as it takes. */
  private Conditioning padded(TextEncoder.Input input, Conditioning text, int longest) {
    if (text.length() == longest) {
      return text;
    }
    Conditioning padding = paddings.computeIfAbsent(input.clipSkip(), this::empty);
    Conditioning padded = text;
    while (padded.length() < longest) {
      padded = padded.followedBy(padding);
    }
    return padded;
  }

  private Conditioning empty(int clipSkip) {
    var input = new TextEncoder.Input(EMPTY, clipSkip);
    return encoder.encode(plan.model().name(), List.of(input)).getFirst();
  }

  private List<TextEncoder.Input> inputs(PromptSchedule schedule, int clipSkip) {
    return schedule.texts().stream().map(text -> input(text, clipSkip)).toList();
  }

  /** Some prompts have a text of their own for the pooled state, which not all models look at. */
  private TextEncoder.Input input(PromptText text, int clipSkip) {
    boolean pools = plan.model().denoiser().vectors().pooled() > 0;
    return new TextEncoder.Input(
        !pools && text instanceof PromptText.Conjunction conjunction
            ? conjunction.withoutSource()
            : text,
        clipSkip);
  }

  private EncodedTexts.Schedule schedule(
      PromptSchedule schedule, int clipSkip, Map<TextEncoder.Input, Conditioning> encoded) {
    List<EncodedTexts.Span> spans = new ArrayList<>();
    for (PromptSchedule.Span span : schedule.spans()) {
      Conditioning text = encoded.get(input(span.text(), clipSkip));
      if (text == null) {
        throw new IllegalStateException("a text of the schedule was not encoded");
      }
      spans.add(new EncodedTexts.Span(span.end(), text));
    }
    return new EncodedTexts.Schedule(spans);
  }

  private static EncodedTexts.Schedule constant(Conditioning text) {
    return new EncodedTexts.Schedule(List.of(new EncodedTexts.Span(Integer.MAX_VALUE, text)));
  }
}
