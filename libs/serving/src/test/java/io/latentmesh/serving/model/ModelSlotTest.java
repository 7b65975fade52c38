package io.latentmesh.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.latentmesh.serving.ServiceException;
import org.junit.jupiter.api.Test;

class ModelSlotTest {
  private final ModelSlot<String> slot = new ModelSlot<>();

  @Test
  void require_stillLoading_isNotReady() {
    ServiceException error = refused("");

    assertThat(error.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(error.reason()).isEqualTo("MODEL_NOT_READY");
  }

  @Test
  void require_noName_givesTheModel() {
    slot.hold("demo", "the model");

    assertThat(slot.require("", "model")).isEqualTo("the model");
  }

  @Test
  void require_itsName_givesTheModel() {
    slot.hold("demo", "the model");

    assertThat(slot.require("demo", "model")).isEqualTo("the model");
  }

  @Test
  void require_anotherName_isNotFoundAndNamesTheModelHeld() {
    slot.hold("demo", "the model");

    ServiceException error = refused("sd15");

    assertThat(error.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(error.reason()).isEqualTo("MODEL_NOT_FOUND");
    assertThat(error.message())
        .isEqualTo("open.model: must be one of [demo] or empty, was \"sd15\"");
  }

  @Test
  void require_endlessName_isRefusedWithoutRepeatingIt() {
    ServiceException error = refused("x".repeat(129));

    assertThat(error.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(error.message()).isEqualTo("open.model: must have at most 128 characters, has 129");
  }

  private ServiceException refused(String name) {
    return catchThrowableOfType(ServiceException.class, () -> slot.require(name, "open.model"));
  }
}
