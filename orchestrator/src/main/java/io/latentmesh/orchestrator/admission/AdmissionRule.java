package io.latentmesh.orchestrator.admission;

import io.latentmesh.orchestrator.admission.Situation.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a request is admitted. Pure.
 *
 * <p>A request is admitted when there is a place in the queue, or one of lower priority to take;
 * when it will not wait too long and will be done in time, both with a margin, because predictions
 * err; and when nobody of its priority or above who is due later, and whom it would overtake,
 * becomes late by that.
 */
record AdmissionRule(AdmissionLimits limits) {

  /**
   * Judges a newcomer.
   *
   * @param situation without the newcomer
   */
  Verdict judge(Situation situation, Place newcomer) {
    boolean full = situation.waiting().size() >= limits.maxQueued();
    Optional<Place> victim = full ? victim(situation.waiting(), newcomer) : Optional.empty();
    List<Place> waiting = new ArrayList<>(situation.waiting());
    victim.ifPresent(waiting::remove);
    waiting.add(newcomer);
    waiting.sort(order().at(situation.nowNanos()));
    Forecast forecast = Forecast.of(situation.withWaiting(waiting));
    if (full && victim.isEmpty()) {
      return queueFull(situation, newcomer, forecast);
    }
    return refusal(situation.withWaiting(waiting), newcomer, forecast)
        .orElseGet(() -> new Verdict.Admit(forecast.span(newcomer), victim));
  }

  QueueOrder order() {
    return new QueueOrder(limits.maxQueueAge().toNanos());
  }

  /** The lowest class below the newcomer's; in it, who would have had its turn last. */
  private Optional<Place> victim(List<Place> inOrder, Place newcomer) {
    return inOrder.reversed().stream()
        .filter(place -> place.priority().compareTo(newcomer.priority()) < 0)
        .min(Comparator.comparing(Place::priority));
  }

  private Optional<Verdict> refusal(Situation situation, Place newcomer, Forecast forecast) {
    return tenantLimit(situation, newcomer, forecast)
        .or(() -> tooOld(situation, newcomer, forecast))
        .or(() -> tooLate(situation, newcomer, forecast))
        .or(() -> inTheWay(situation, newcomer, forecast));
  }

  private Verdict queueFull(Situation situation, Place newcomer, Forecast forecast) {
    double placeIsFree =
        situation.waiting().stream()
            .mapToDouble(place -> forecast.span(place).startNanos())
            .min()
            .orElse((double) situation.nowNanos());
    return new Verdict.Refuse(
        ShedReason.QUEUE_FULL,
        "the queue holds %d requests, which is its bound".formatted(limits.maxQueued()),
        forecast.span(newcomer),
        placeIsFree - situation.nowNanos());
  }

  private static Optional<Verdict> tenantLimit(
      Situation situation, Place newcomer, Forecast forecast) {
    Place.Owner owner = newcomer.owner();
    List<Place> own =
        situation.waiting().stream()
            .filter(place ->
                place.owner().tenant().equals(owner.tenant()) && place.id() != newcomer.id())
            .toList();
    if (own.size() < owner.limits().maxQueued()) {
      return Optional.empty();
    }
    double placeIsFree =
        own.stream().mapToDouble(place -> forecast.span(place).startNanos()).min().orElse(0);
    return Optional.of(
        new Verdict.Refuse(
            ShedReason.TENANT_LIMIT,
            "tenant \"%s\" has %d requests in the queue, its bound is %d"
                .formatted(owner.tenant(), own.size(), owner.limits().maxQueued()),
            forecast.span(newcomer),
            placeIsFree - situation.nowNanos()));
  }

  private Optional<Verdict> tooOld(Situation situation, Place newcomer, Forecast forecast) {
    Span span = forecast.span(newcomer);
    double wait = limits.deadlineSafety() * (span.startNanos() - situation.nowNanos());
    double excess = wait - limits.maxQueueAge().toNanos();
    return excess <= 0
        ? Optional.empty()
        : Optional.of(
            new Verdict.Refuse(
                ShedReason.QUEUE_FULL,
                "%s times its wait would be longer than the bound of %s"
                    .formatted(limits.deadlineSafety(), Seconds.of(limits.maxQueueAge())),
                span,
                excess));
  }

  private Optional<Verdict> tooLate(Situation situation, Place newcomer, Forecast forecast) {
    if (!newcomer.hasDeadline()) {
      return Optional.empty();
    }
    Span span = forecast.span(newcomer);
    double left = (double) (newcomer.deadlineNanos() - situation.nowNanos());
    double needed = (span.endNanos() - situation.nowNanos()) * limits.deadlineSafety();
    return needed <= left
        ? Optional.empty()
        : Optional.of(
            new Verdict.Refuse(
                ShedReason.DEADLINE_UNREACHABLE,
                "the deadline is in %s, predicted are %s, and %s times that must be left"
                    .formatted(
                        Seconds.of(left),
                        Seconds.of(span.endNanos() - situation.nowNanos()),
                        limits.deadlineSafety()),
                span,
                needed - left));
  }

  /** Whom the newcomer does not overtake, it does not delay either. */
  private Optional<Verdict> inTheWay(Situation situation, Place newcomer, Forecast forecast) {
    int own = situation.waiting().indexOf(newcomer);
    List<Place> behind = situation.waiting().subList(own + 1, situation.waiting().size());
    return behind.stream()
        .filter(place -> isOwed(place, newcomer))
        .filter(place -> forecast.span(place).endNanos() > place.deadlineNanos())
        .findFirst()
        .map(place ->
            new Verdict.Refuse(
                ShedReason.DEADLINE_UNREACHABLE,
                "to meet its deadline it would make a request late that was admitted before",
                forecast.span(newcomer),
                forecast.span(place).endNanos() - place.deadlineNanos()));
  }

  private static boolean isOwed(Place place, Place newcomer) {
    return place.hasDeadline()
        && place.deadlineNanos() > newcomer.deadlineNanos()
        && place.priority().compareTo(newcomer.priority()) >= 0;
  }
}
