package io.latentmesh.serving;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** What a caller makes of a peer's error: the same error, with the stage that failed in front. */
public final class PeerErrors {
  /** Metadata key of {@code ErrorInfo} that names the stage. */
  public static final String STAGE = "stage";

  private PeerErrors() {}

  /**
   * The peer's error as our own: code, reason, field violations and retry delay are kept, the
   * message becomes {@code stage: message}, the metadata gains {@code stage}. Write {@code throw
   * PeerErrors.rethrow("unet", e)}.
   *
   * <p>A call that failed because the current {@link Context} was cancelled or its deadline passed
   * is not the peer's doing; the error mapping tells the client so. A peer's UNKNOWN becomes
   * INTERNAL, and a CANCELLED that nobody here asked for UNAVAILABLE: so a server sounds that ends
   * before its calls do. A peer that does not let this process in is no concern of the client,
   * whose own right to call was judged before: INTERNAL.
   *
   * @param stage lower-case name of the peer's part in the work, for example {@code unet}
   */
  public static ServiceException rethrow(String stage, StatusRuntimeException error) {
    ServiceException own = Errors.explain(abandoned(error) ? unavailable(error) : error);
    ServiceException told = isShut(own) ? shut(error) : own;
    return told.withMessage(stage + ": " + told.message()).withMetadata(STAGE, stage);
  }

  private static boolean isShut(ServiceException error) {
    return error.code() == Status.Code.PERMISSION_DENIED
        || error.code() == Status.Code.UNAUTHENTICATED;
  }

  private static ServiceException shut(StatusRuntimeException error) {
    return ServiceException.of(
            Status.Code.INTERNAL, "NOT_LET_IN", "this server may not call the stage")
        .withCause(error);
  }

  private static boolean abandoned(StatusRuntimeException error) {
    return error.getStatus().getCode() == Status.Code.CANCELLED && !Context.current().isCancelled();
  }

  private static StatusRuntimeException unavailable(StatusRuntimeException error) {
    return Status.UNAVAILABLE
        .withDescription("The peer gave up the call")
        .withCause(error)
        .asRuntimeException();
  }

  /** Whether another attempt at the same peer, or at another one, can help. */
  public static boolean isUnavailable(StatusRuntimeException error) {
    return error.getStatus().getCode() == Status.Code.UNAVAILABLE;
  }
}
