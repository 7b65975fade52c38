package io.latentmesh.orchestrator.edge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.latentmesh.orchestrator.generation.GenerationEvent;
import io.latentmesh.orchestrator.generation.GenerationStats;
import io.latentmesh.orchestrator.jobs.EventDraft;
import io.latentmesh.orchestrator.jobs.JobEvent;
import io.latentmesh.v1.Completed;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events between generations, messages and the job's log, where each is a message without its
 * number. Reading one back copies nothing: pictures are views of the log.
 */
final class GrpcEvents {
  private GrpcEvents() {}

  /** The messages that tell of an event: several for a picture that one cannot carry. */
  static List<GenerateResponse> messages(GenerationEvent event) {
    return switch (event) {
      case GenerationEvent.Accepted accepted ->
          List.of(response().setAccepted(GrpcResponses.accepted(accepted)).build());
      case GenerationEvent.Queued queued ->
          List.of(response().setProgress(GrpcResponses.progress(queued)).build());
      case GenerationEvent.Progress progress ->
          List.of(response().setProgress(GrpcResponses.progress(progress)).build());
      case GenerationEvent.Preview preview ->
          List.of(response().setPreview(GrpcResponses.preview(preview)).build());
      case GenerationEvent.Image image -> parts(GrpcResponses.image(image));
    };
  }

  static GenerateResponse completed(GenerationStats stats) {
    return response()
        .setCompleted(Completed.newBuilder().setStats(GrpcResponses.stats(stats)))
        .build();
  }

  /** For the log: progress and previews of an image supersede earlier ones. */
  static EventDraft draft(GenerateResponse message) {
    return new EventDraft(slot(message), ByteBuffer.wrap(message.toByteArray()));
  }

  /** From the log, with its number. */
  static GenerateResponse message(JobEvent event) {
    return parse(event.payload()).toBuilder().setSequence(event.sequence()).build();
  }

  private static List<GenerateResponse> parts(Image whole) {
    List<GenerateResponse> parts = new ArrayList<>();
    parts.add(response().setImage(GrpcResponses.beginning(whole)).build());
    GrpcResponses.chunks(whole)
        .forEach(chunk -> parts.add(response().setImageChunk(chunk).build()));
    return parts;
  }

  private static Optional<String> slot(GenerateResponse message) {
    return switch (message.getEventCase()) {
      case PROGRESS -> Optional.of("progress/" + message.getProgress().getImage());
      case PREVIEW -> Optional.of("preview/" + message.getPreview().getImage());
      case ACCEPTED, IMAGE, IMAGE_CHUNK, COMPLETED, EVENT_NOT_SET -> Optional.empty();
    };
  }

  private static GenerateResponse parse(ByteBuffer payload) {
    var input = UnsafeByteOperations.unsafeWrap(payload).newCodedInput();
    input.enableAliasing(true);
    try {
      return GenerateResponse.parseFrom(input);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the log holds what is no event", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GenerateResponse.Builder response() {
    return GenerateResponse.newBuilder();
  }
}
