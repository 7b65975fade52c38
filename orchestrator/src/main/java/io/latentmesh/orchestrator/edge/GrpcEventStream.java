package io.latentmesh.orchestrator.edge;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.latentmesh.orchestrator.jobs.Ending;
import io.latentmesh.orchestrator.jobs.JobReader;
import io.latentmesh.orchestrator.jobs.JobReading;
import io.latentmesh.serving.Errors;
import io.latentmesh.v1.GenerateResponse;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Sends the events of a job to one client, no faster than it reads.
 *
 * <p>gRPC buffers without bound whatever is sent before the client is ready. So the next event is
 * looked up only when it is, on a virtual thread that waits for both: a slow client gets what is
 * still of interest by then, and costs neither memory nor the images' time.
 *
 * @param <R> message of the call
 */
final class GrpcEventStream<R> {
  private final ServerCallStreamObserver<R> call;
  private final Function<GenerateResponse, R> response;
  private final Semaphore ready = new Semaphore(0);

  private GrpcEventStream(
      ServerCallStreamObserver<R> call, Function<GenerateResponse, R> response) {
    this.call = call;
    this.response = response;
  }

  /**
   * Sends events from {@code from} on until the job or the call ends, and closes the reader. To be
   * called on the handler's thread, while the call's handlers can still be set.
   */
  static <R> void start(
      JobReader reader,
      long from,
      ServerCallStreamObserver<R> call,
      Function<GenerateResponse, R> response) {
    var stream = new GrpcEventStream<>(call, response);
    Thread thread =
        Thread.ofVirtual()
            .name("listener")
            .unstarted(Context.current().wrap(() -> stream.run(reader, from)));
    call.setOnReadyHandler(stream.ready::release);
    call.setOnCancelHandler(thread::interrupt);
    thread.start();
  }

  private void run(JobReader reader, long first) {
    try (reader) {
      long from = first;
      while (awaitReady()) {
        switch (reader.next(from)) {
          case JobReading.Event(var event) -> {
            call.onNext(response.apply(GrpcEvents.message(event)));
            from = event.sequence() + 1;
          }
          case JobReading.End(Ending ending) -> {
            end(ending);
            return;
          }
          case JobReading.Gone(long oldest) ->
              throw GrpcJobErrors.eventsGone(reader.jobId(), from, oldest);
        }
      }
    } catch (InterruptedException e) {
      // The client has gone: there is nobody to tell.
    } catch (RuntimeException | Error e) {
      Errors.fail(call, e);
    }
  }

  private void end(Ending ending) {
    if (ending.error().isPresent()) {
      throw GrpcJobErrors.exception(ending.error().get());
    }
    call.onCompleted();
  }

  /** Waits until the client reads; false when it has gone. */
  private boolean awaitReady() throws InterruptedException {
    while (!call.isReady()) {
      if (call.isCancelled()) {
        return false;
      }
      ready.acquire();
      ready.drainPermits();
    }
    return true;
  }
}
