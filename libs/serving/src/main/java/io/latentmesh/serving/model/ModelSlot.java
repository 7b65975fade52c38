package io.latentmesh.serving.model;

import io.grpc.Status;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one model of a process, by name; empty while it loads. Any thread. */
public final class ModelSlot<M> {
  private static final int MAX_NAME_LENGTH = 128;

  private record Held<M>(String name, M model) {}

  private volatile @Nullable Held<M> held; // null until the model is loaded and warm

  /** Makes the model available to requests. */
  public void hold(String name, M model) {
    held = new Held<>(name, model);
  }

  /**
   * The model that a request asks for.
   *
   * @param name as requested; empty means the default one
   * @param field proto path of the name in the request
   * @throws ServiceException FAILED_PRECONDITION (MODEL_NOT_READY) while it loads, NOT_FOUND
   *     (MODEL_NOT_FOUND) for the name of another model
   */
  public M require(String name, String field) {
    if (name.length() > MAX_NAME_LENGTH) {
      throw ServiceException.invalidArgument(
          List.of(
              new FieldViolation(
                  field,
                  "must have at most %d characters, has %d"
                      .formatted(MAX_NAME_LENGTH, name.length()))));
    }
    Held<M> current = held;
    if (current == null) {
      throw ServiceException.of(
          Status.Code.FAILED_PRECONDITION, "MODEL_NOT_READY", "The model is still loading");
    }
    if (!name.isEmpty() && !name.equals(current.name())) {
      throw ServiceException.of(
              Status.Code.NOT_FOUND,
              "MODEL_NOT_FOUND",
              "%s: must be one of [%s] or empty, was \"%s\"".formatted(field, current.name(), name))
          .withMetadata("held", current.name());
    }
    return current.model();
  }
}
