package io.latentmesh.orchestrator.faults;

import io.grpc.Status.Code;
import io.latentmesh.v1.GenerateResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What must hold of every history: I1 to I8 of a mesh under faults, as far as they can be seen from
 * outside.
 */
final class Invariants {
  /** Less than the patience of the failover, more than a busy machine delays a timer. */
  private static final long SLACK_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final List<DrawnRequest> requests;
  private final Pictures expected;
  private final List<String> broken = new ArrayList<>();

  Invariants(List<DrawnRequest> requests, Pictures expected) {
    this.requests = requests;
    this.expected = expected;
  }

  /**
   * @param rest whether all requests were answered and all calls ended in time
   */
  List<String> broken(FaultyMesh mesh, boolean rest) {
    List<History.Answer> answers = mesh.history().answers();
    oneEndEach(answers);
    answers.forEach(this::answer);
    nothingLeft(mesh, rest);
    return broken;
  }

  /** I1: every request ends, once. */
  private void oneEndEach(List<History.Answer> answers) {
    require(
        answers.size() == requests.size(),
        "I1: %d answers to %d requests".formatted(answers.size(), requests.size()));
  }

  private void answer(History.Answer answer) {
    if (answer.status().isOk()) {
      right(answer);
    } else {
      failed(answer);
    }
    inTime(answer);
  }

  /** I1, I2: what is OK is complete, and has the bits of the undisturbed run. */
  private void right(History.Answer answer) {
    List<GenerateResponse> events = answer.events();
    require(
        events.getLast().hasCompleted()
            && events.stream().filter(GenerateResponse::hasCompleted).count() == 1,
        "I1: not completed exactly once: " + answer.request());
    require(
        Pictures.pngs(events).equals(expected.of(answer.request().request())),
        "I2: another picture: " + answer.request());
  }

  /** No image is lost but to its own client; I8: errors are explained and never UNKNOWN. */
  private void failed(History.Answer answer) {
    Code code = answer.status().getCode();
    require(
        allowed(answer.request()).contains(code),
        "I1: lost, %s: %s".formatted(answer.status(), answer.request()));
    boolean own = code == Code.CANCELLED || code == Code.DEADLINE_EXCEEDED;
    require(own || answer.errorInfo(), "I8: no ErrorInfo: " + answer.status());
    // A client that leaves on its own may have the last event and miss the end.
    require(
        own || answer.events().stream().noneMatch(GenerateResponse::hasCompleted),
        "I1: completed and failed: " + answer.request());
  }

  /** I4: nothing is answered long after its deadline. */
  private void inTime(History.Answer answer) {
    require(
        answer.request().deadlineMillis().isEmpty() || answer.sinceDeadlineNanos() < SLACK_NANOS,
        "I4: %d ms after the deadline: %s"
            .formatted(answer.sinceDeadlineNanos() / 1_000_000, answer.request()));
  }

  /** I5 and I6: everything is counted, and nothing stays. */
  private void nothingLeft(FaultyMesh mesh, boolean rest) {
    require(rest, "I6: %d calls left at the replicas".formatted(mesh.history().openCalls()));
    require(
        !rest || mesh.activeStreams() == 0,
        "I6: the balancers count %d streams".formatted(mesh.activeStreams()));
    int arrived = mesh.history().arrivals();
    require(
        mesh.accounted() == arrived,
        "I5: of %d requests %d have ended".formatted(arrived, mesh.accounted()));
  }

  private static Set<Code> allowed(DrawnRequest request) {
    if (request.cancelMillis().isPresent()) {
      return request.deadlineMillis().isPresent()
          ? Set.of(Code.CANCELLED, Code.DEADLINE_EXCEEDED, Code.RESOURCE_EXHAUSTED)
          : Set.of(Code.CANCELLED);
    }
    // A deadline that cannot be met is refused at the entrance.
    return request.deadlineMillis().isPresent()
        ? Set.of(Code.DEADLINE_EXCEEDED, Code.RESOURCE_EXHAUSTED)
        : Set.of();
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }
}
