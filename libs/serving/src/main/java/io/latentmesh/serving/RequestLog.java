package io.latentmesh.serving;

import io.grpc.Status;
import io.latentmesh.serving.metrics.EndedCall;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each call that ended. What probes and tools ask is logged at DEBUG. */
final class RequestLog implements Consumer<EndedCall> {
  private static final Logger log = LoggerFactory.getLogger("io.latentmesh.rpc");

  @Override
  public void accept(EndedCall call) {
    if (call.method().startsWith("grpc.")) {
      log.debug("{}", line(call));
      return;
    }
    log.info("{}", line(call));
  }

  private static String line(EndedCall call) {
    StringBuilder line = new StringBuilder(120);
    line.append("event=rpc method=").append(call.method());
    line.append(" status=").append(call.status().getCode());
    line.append(" millis=").append(call.taken().toMillis());
    describe(call.status(), line);
    return line.toString();
  }

  private static void describe(Status status, StringBuilder line) {
    if (!(status.getCause() instanceof ServiceException error)) {
      return;
    }
    line.append(" reason=").append(error.reason());
    String stage = error.metadata().get(PeerErrors.STAGE);
    if (stage != null) {
      line.append(" stage=").append(stage);
    }
    String id = error.metadata().get(Errors.CORRELATION_ID);
    if (id != null) {
      line.append(" correlation_id=").append(id);
    }
  }
}
