package io.latentmesh.unet;

import io.grpc.Status;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.unet.engine.EngineClosedException;
import io.latentmesh.unet.engine.NonFiniteOutputException;
import java.util.concurrent.CompletionException;

/** What a client is told when one of its rows failed. */
final class RowFailure {
  private RowFailure() {}

  /** The failure in the words of the contract; what is not ours to explain stays as it is. */
  static Throwable explain(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapper when wrapper.getCause() != null ->
          explain(wrapper.getCause());
      case NonFiniteOutputException output ->
          ServiceException.of(
                  Status.Code.INTERNAL, "NON_FINITE_OUTPUT", String.valueOf(output.getMessage()))
              .withCause(output);
      case EngineClosedException closed ->
          ServiceException.of(Status.Code.UNAVAILABLE, "DRAINING", "This replica is going away")
              .withCause(closed);
      default -> failure;
    };
  }
}
