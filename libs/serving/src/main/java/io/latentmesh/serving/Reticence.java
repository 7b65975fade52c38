package io.latentmesh.serving;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clients are told of errors of the inside: of a stage that could not be reached, and of
 * whatever is our fault, they learn code, reason, stage and a correlation id that leads to the
 * whole text in the log. What is the client's own doing is told in full.
 */
public final class Reticence {
  private static final Logger log = LoggerFactory.getLogger(Reticence.class);

  private Reticence() {}

  /** What becomes of an error before a client is told it, now or later. */
  public static UnaryOperator<ServiceException> of(Profile profile) {
    return switch (profile) {
      case DEVELOPMENT -> error -> error;
      case PRODUCTION -> Reticence::briefly;
    };
  }

  /** Without what it says of the inside; what has been here before is left as it is. */
  static ServiceException briefly(ServiceException error) {
    String stage = error.metadata().get(PeerErrors.STAGE);
    if (stage == null || !isOfTheInside(error)) {
      return error; // Our own words, which name nothing but the request.
    }
    String known = error.metadata().get(Errors.CORRELATION_ID);
    String id =
        known == null ? HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) : known;
    String brief =
        "%s: %s (correlation id %s)".formatted(stage, error.code().name().replace('_', ' '), id);
    if (error.message().equals(brief)) {
      return error;
    }
    log.warn(
        "event=error_shortened reason={} correlation_id={} message=\"{}\"",
        error.reason(),
        id,
        error.message());
    return error.withMessage(brief).withMetadata(Errors.CORRELATION_ID, id);
  }

  private static boolean isOfTheInside(ServiceException error) {
    return switch (error.code()) {
      case UNAVAILABLE, INTERNAL, DATA_LOSS, ABORTED, FAILED_PRECONDITION -> true;
      default -> false;
    };
  }
}
