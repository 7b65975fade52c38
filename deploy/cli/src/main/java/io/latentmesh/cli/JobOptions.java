package io.latentmesh.cli;

import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.OnDisconnect;
import java.io.PrintStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a generation on a running server is called, and whether it outlives this command. */
final class JobOptions {
  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "Repeating the command with the same ID draws nothing twice.")
  @Nullable String requestId;

  @Option(
      names = "--keep",
      description = "Go on when this command is interrupted; 'watch' finds the pictures.")
  boolean keep;

  void applyTo(GenerateRequest.Builder request) {
    if (requestId != null) {
      request.setRequestId(requestId);
    }
    if (keep) {
      request.setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP);
    }
  }

  /** The events, with the job's name told on the way when it may be needed later. */
  Iterator<GenerateResponse> announcing(Iterator<GenerateResponse> events, PrintStream err) {
    if (requestId == null && !keep) {
      return events;
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return events.hasNext();
      }

      @Override
      public GenerateResponse next() {
        GenerateResponse event = events.next();
        if (event.hasAccepted()) {
          err.println("job " + event.getAccepted().getJobId());
        }
        return event;
      }
    };
  }
}
