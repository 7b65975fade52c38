package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.OnDisconnect;
import io.latentmesh.v1.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownValuesTest {
  @Test
  void check_ofKnownValues_findsNothing() {
    assertThat(
            found(
                GenerateRequest.newBuilder()
                    .setPrompt("a cat")
                    .setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP)
                    .build()))
        .isEmpty();
  }

  @Test
  void check_ofANewerClientsValue_namesFieldAndNumber() {
    assertThat(
            found(
                GenerateRequest.newBuilder().setPriorityValue(99).setOnDisconnectValue(-1).build()))
        .containsExactlyInAnyOrder(
            new FieldViolation("priority", "must be a known value, was 99"),
            new FieldViolation("on_disconnect", "must be a known value, was -1"));
  }

  @Test
  void check_ofARepeatedMessagesValue_namesItsPlace() {
    var request = EncodeRequest.newBuilder();
    request.addInputsBuilder();
    request.addInputsBuilder().getWeightedBuilder().setEmphasisValue(7);

    assertThat(found(request.build()))
        .containsExactly(
            new FieldViolation("inputs[1].weighted.emphasis", "must be a known value, was 7"));
  }

  @Test
  void check_ofATensor_leavesItToItsOwnChecks() {
    var start = GenerateRequest.newBuilder();
    start.getStartBuilder().setLatents(Tensor.newBuilder().setDataTypeValue(42));

    assertThat(found(start.build())).isEmpty();
  }

  private static List<FieldViolation> found(Message message) {
    var violations = new Violations();
    KnownValues.check(message, violations);
    return violations.found();
  }
}
