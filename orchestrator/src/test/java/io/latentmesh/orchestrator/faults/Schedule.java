package io.latentmesh.orchestrator.faults;

import com.google.rpc.ErrorInfo;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One seed's requests and faults, run against a mesh of its own. */
final class Schedule {
  private static final int REQUESTS = 8;
  private static final long REST_SECONDS = 60;

  private final long seed;
  private final List<DrawnRequest> requests;
  private final List<Fault> faults;

  private Schedule(long seed, List<DrawnRequest> requests, List<Fault> faults) {
    this.seed = seed;
    this.requests = requests;
    this.faults = faults;
  }

  static Schedule of(long seed) {
    var random = new SplittableRandom(seed);
    List<DrawnRequest> requests =
        Stream.generate(() -> DrawnRequest.draw(random)).limit(REQUESTS).toList();
    return new Schedule(seed, requests, FaultPlan.draw(random));
  }

  /** All requests at once; what was wrong with what happened, empty if nothing was. */
  List<String> run(Pictures expected, Consumer<FaultyMesh> afterwards)
      throws IOException, InterruptedException {
    var mesh = new FaultyMesh(faults);
    try {
      var done = new CountDownLatch(requests.size());
      for (DrawnRequest request : requests) {
        Thread.ofVirtual()
            .start(() -> {
              ask(mesh, request);
              done.countDown();
            });
      }
      boolean ended = done.await(REST_SECONDS, TimeUnit.SECONDS);
      boolean rest = ended && mesh.history().awaitRest(REST_SECONDS, mesh::accounted);
      afterwards.accept(mesh);
      return new Invariants(requests, expected).broken(mesh, rest);
    } finally {
      mesh.close();
    }
  }

  @Override
  public String toString() {
    return "seed %d: faults %s, requests %s".formatted(seed, faults, requests);
  }

  private static void ask(FaultyMesh mesh, DrawnRequest request) {
    List<GenerateResponse> events = new ArrayList<>();
    var stub = ImageServiceGrpc.newBlockingStub(mesh.channel());
    long deadline = System.nanoTime();
    if (request.deadlineMillis().isPresent()) {
      int millis = request.deadlineMillis().getAsInt();
      stub = stub.withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
      deadline += TimeUnit.MILLISECONDS.toNanos(millis);
    }
    Status status = Status.OK;
    boolean errorInfo = false;
    try (var context = Context.current().withCancellation()) {
      request.cancelMillis().ifPresent(millis -> Faults.after(millis, () -> context.cancel(null)));
      var call = stub;
      context.run(() -> call.generate(request.request()).forEachRemaining(events::add));
    } catch (StatusRuntimeException e) {
      status = e.getStatus();
      errorInfo = hasErrorInfo(e);
    }
    mesh.history()
        .answered(
            new History.Answer(request, events, status, errorInfo, System.nanoTime() - deadline));
  }

  private static boolean hasErrorInfo(StatusRuntimeException e) {
    var details = StatusProto.fromThrowable(e);
    return details != null
        && details.getDetailsList().stream().anyMatch(detail -> detail.is(ErrorInfo.class));
  }
}
