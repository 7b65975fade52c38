package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * What a failed call told its client.
 *
 * @param code the status code
 * @param message its description
 * @param reason of {@code ErrorInfo}
 * @param fields description by field path
 */
record Refusal(Status.Code code, String message, String reason, Map<String, String> fields) {
  static Refusal of(ThrowingCallable call) {
    return of(
        Objects.requireNonNull(
            catchThrowableOfType(StatusRuntimeException.class, call), "the call succeeded"));
  }

  static Refusal of(StatusRuntimeException failure) {
    List<Any> details = Objects.requireNonNull(StatusProto.fromThrowable(failure)).getDetailsList();
    return new Refusal(
        failure.getStatus().getCode(),
        String.valueOf(failure.getStatus().getDescription()),
        details.stream()
            .filter(d -> d.is(ErrorInfo.class))
            .map(d -> unpack(d, ErrorInfo.class).getReason())
            .findFirst()
            .orElse(""),
        details.stream()
            .filter(d -> d.is(BadRequest.class))
            .flatMap(d -> unpack(d, BadRequest.class).getFieldViolationsList().stream())
            .collect(
                Collectors.toMap(
                    FieldViolation::getField,
                    FieldViolation::getDescription,
                    (a, b) -> a + "; " + b)));
  }

  private static <T extends com.google.protobuf.Message> T unpack(Any detail, Class<T> type) {
    try {
      return detail.unpack(type);
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
