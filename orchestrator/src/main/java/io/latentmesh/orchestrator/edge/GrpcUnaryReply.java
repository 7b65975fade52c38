package io.latentmesh.orchestrator.edge;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.latentmesh.orchestrator.jobs.Ending;
import io.latentmesh.orchestrator.jobs.JobReader;
import io.latentmesh.orchestrator.jobs.JobReading;
import io.latentmesh.serving.Errors;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.GenerateImagesResponse;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.Image;
import io.latentmesh.v1.ImageChunk;
import java.util.Map;
import java.util.TreeMap;

/** Answers {@code GenerateImages}: collects the pictures of a job, then sends them all. */
final class GrpcUnaryReply {
  private final ServerCallStreamObserver<GenerateImagesResponse> call;
  // Used by the reading thread only.
  private final GenerateImagesResponse.Builder response = GenerateImagesResponse.newBuilder();
  private final Map<Integer, Image.Builder> images = new TreeMap<>();

  private GrpcUnaryReply(ServerCallStreamObserver<GenerateImagesResponse> call) {
    this.call = call;
  }

  /** Answers when the job ends, and closes the reader. To be called on the handler's thread. */
  static void start(JobReader reader, ServerCallStreamObserver<GenerateImagesResponse> call) {
    var reply = new GrpcUnaryReply(call);
    Thread thread =
        Thread.ofVirtual()
            .name("listener")
            .unstarted(Context.current().wrap(() -> reply.run(reader)));
    call.setOnCancelHandler(thread::interrupt);
    thread.start();
  }

  /** The generation's fields lie one level deeper here. */
  static ServiceException translated(ServiceException error) {
    if (error.violations().isEmpty()) {
      return error;
    }
    return ServiceException.invalidArgument(
            error.violations().stream()
                .map(v -> new FieldViolation("request." + v.field(), v.description()))
                .toList())
        .withCause(error);
  }

  private void run(JobReader reader) {
    try (reader) {
      long from = 1;
      while (!call.isCancelled()) {
        switch (reader.next(from)) {
          case JobReading.Event(var event) -> {
            accept(GrpcEvents.message(event));
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
    } catch (ServiceException e) {
      Errors.fail(call, translated(e));
    } catch (RuntimeException | Error e) {
      Errors.fail(call, e);
    }
  }

  private void accept(GenerateResponse event) {
    switch (event.getEventCase()) {
      case ACCEPTED -> response.setPlan(event.getAccepted().getPlan());
      case IMAGE -> images.put(event.getImage().getIndex(), event.getImage().toBuilder());
      case IMAGE_CHUNK -> extend(event.getImageChunk());
      case COMPLETED -> response.setStats(event.getCompleted().getStats());
      // Have no place in this form.
      case PROGRESS, PREVIEW, EVENT_NOT_SET -> {}
    }
  }

  private void extend(ImageChunk chunk) {
    Image.Builder begun = images.get(chunk.getIndex());
    if (begun == null) {
      throw new IllegalStateException("a chunk before image " + chunk.getIndex());
    }
    begun.setPng(begun.getPng().concat(chunk.getData()));
  }

  private void end(Ending ending) {
    if (ending.error().isPresent()) {
      throw GrpcJobErrors.exception(ending.error().get());
    }
    images.values().forEach(response::addImages);
    call.onNext(response.build());
    call.onCompleted();
  }
}
