package io.latentmesh.unet;

import io.grpc.Status;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.tensor.TensorFormatException;
import io.latentmesh.unet.engine.DeviceBrokenException;
import io.latentmesh.unet.engine.EngineClosedException;
import io.latentmesh.unet.engine.LateException;
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
      case LateException late ->
          ServiceException.of(
                  Status.Code.DEADLINE_EXCEEDED,
                  "DEADLINE_EXCEEDED",
                  String.valueOf(late.getMessage()))
              .withCause(late);
      case DeviceBrokenException broken ->
          ServiceException.of(
                  Status.Code.UNAVAILABLE, "DEVICE_BROKEN", String.valueOf(broken.getMessage()))
              .withCause(broken);
      default -> failure;
    };
  }

  /** A prediction that the element type which the client asked for cannot hold. */
  static ServiceException overflow(TensorFormatException overflow) {
    return ServiceException.of(
            Status.Code.INTERNAL, "PREDICTION_OVERFLOW", String.valueOf(overflow.getMessage()))
        .withCause(overflow);
  }
}
