package io.latentmesh.bench.abuse;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How calls ended, by kind, and what should not have happened. Any thread. */
final class Tally {
  private static final int KEPT = 200;
  private static final String NOT_OURS = " (gRPC's)";

  private final Map<Kind, Map<String, LongAdder>> ends = new ConcurrentSkipListMap<>();
  private final Queue<Objection> objections = new ConcurrentLinkedQueue<>();
  private final LongAdder objected = new LongAdder();

  /**
   * An ending that no bad call may have.
   *
   * @param call what it was, for people: its number makes it again
   */
  record Objection(long number, String call, String what, String text) {
    @Override
    public String toString() {
      return "call %d, %s: %s: %s".formatted(number, call, what, text);
    }
  }

  void add(BadCall call, Ending ending) {
    boolean librarys = !ending.told() && ending.code().isPresent() && !ending.how().equals("OK");
    ends.computeIfAbsent(call.kind(), _ -> new ConcurrentSkipListMap<>())
        .computeIfAbsent(ending.how() + (librarys ? NOT_OURS : ""), _ -> new LongAdder())
        .increment();
    Judge.objection(call.kind(), ending).ifPresent(what -> object(call, what, ending.text()));
  }

  private void object(BadCall call, String what, String text) {
    objected.increment();
    if (objections.size() < KEPT) {
      objections.add(new Objection(call.number(), name(call), what, text));
    }
  }

  private static String name(BadCall call) {
    String method =
        switch (call) {
          case BadCall.OfMessages messages -> messages.method().path();
          case BadCall.OfFrames(_, _, var service, BadCall.Act.Request request) ->
              service + " " + request.headers().toString().replaceAll("x{20,}", "xxx...");
          case BadCall.OfFrames frames -> frames.service().name();
        };
    return call.kind() + " " + method;
  }

  long objected() {
    return objected.sum();
  }

  /** The first ones. */
  List<Objection> objections() {
    return List.copyOf(objections);
  }

  /** Number of calls that ended in a way that begins like that. */
  long count(String how) {
    return ends.values().stream()
        .flatMap(of -> of.entrySet().stream())
        .filter(end -> end.getKey().startsWith(how))
        .mapToLong(end -> end.getValue().sum())
        .sum();
  }

  /** Rows of a table in Markdown. */
  String table() {
    var rows = new StringBuilder("| what is wrong | calls | ended |\n|---|---|---|\n");
    ends.forEach((kind, of) -> {
      long calls = of.values().stream().mapToLong(LongAdder::sum).sum();
      rows.append("| ").append(kind).append(" | ").append(calls).append(" | ");
      rows.append(
          String.join(
              ", ",
              of.entrySet().stream().map(end -> end.getValue() + " " + end.getKey()).toList()));
      rows.append(" |\n");
    });
    return rows.toString();
  }
}
