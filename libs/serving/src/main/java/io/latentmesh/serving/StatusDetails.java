package io.latentmesh.serving;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form of a {@link ServiceException} on the wire: gRPC status, {@code google.rpc.Status} in the
 * trailers, and the retry pushback that gRPC clients obey.
 */
final class StatusDetails {
  static final String DOMAIN = "latentmesh";
  static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  static final Metadata.Key<String> PUSHBACK_MILLIS =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  /*
   * All trailers together must stay under the client's metadata limit, 8 KiB by default, or the
   * client sees INTERNAL instead of the error. The message travels twice: percent-encoded (up to 9
   * bytes for a char) and inside the details, which travel as base64 (4 bytes for 3).
   */
  private static final int MAX_MESSAGE_CHARS = 400;
  private static final int MAX_VIOLATIONS_BYTES = 2000;

  private StatusDetails() {}

  static StatusRuntimeException encode(ServiceException error) {
    String message = shorten(error.message());
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setCode(error.code().value()).setMessage(message);
    Metadata trailers = new Metadata();
    status.addDetails(Any.pack(errorInfo(error)));
    if (!error.violations().isEmpty()) {
      status.addDetails(Any.pack(badRequest(error.violations())));
    }
    error
        .retryAfter()
        .ifPresent(delay -> {
          status.addDetails(Any.pack(retryInfo(delay)));
          trailers.put(PUSHBACK_MILLIS, Long.toString(delay.toMillis()));
        });
    trailers.put(DETAILS, status.build().toByteArray());
    return Status.fromCode(error.code())
        .withDescription(message)
        .withCause(error)
        .asRuntimeException(trailers);
  }

  /** Reads what a peer sent; an error without {@code ErrorInfo} gets its code's name as reason. */
  static ServiceException decode(StatusRuntimeException error) {
    Status.Code code = error.getStatus().getCode();
    String message = Optional.ofNullable(error.getStatus().getDescription()).orElse(code.name());
    com.google.rpc.Status status = StatusProto.fromThrowable(error);
    ServiceException decoded = ServiceException.of(code, code.name(), message).withCause(error);
    if (status == null) {
      return decoded;
    }
    ErrorInfo info = find(status, ErrorInfo.class);
    if (info != null) {
      decoded = ServiceException.of(code, reason(info, code), message).withCause(error);
      for (var entry : info.getMetadataMap().entrySet()) {
        decoded = decoded.withMetadata(entry.getKey(), entry.getValue());
      }
    }
    BadRequest badRequest = find(status, BadRequest.class);
    if (badRequest != null) {
      decoded = decoded.withViolations(violations(badRequest));
    }
    RetryInfo retryInfo = find(status, RetryInfo.class);
    return retryInfo == null ? decoded : decoded.withRetryAfter(delay(retryInfo));
  }

  static boolean present(Metadata trailers) {
    return trailers.containsKey(DETAILS);
  }

  private static ErrorInfo errorInfo(ServiceException error) {
    ErrorInfo.Builder info = ErrorInfo.newBuilder().setReason(error.reason()).setDomain(DOMAIN);
    error.metadata().forEach((key, value) -> info.putMetadata(key, shorten(value)));
    return info.build();
  }

  private static BadRequest badRequest(List<FieldViolation> violations) {
    BadRequest.Builder badRequest = BadRequest.newBuilder();
    int bytes = 0;
    for (FieldViolation violation : violations) {
      BadRequest.FieldViolation one =
          BadRequest.FieldViolation.newBuilder()
              .setField(shorten(violation.field()))
              .setDescription(shorten(violation.description()))
              .build();
      bytes += one.getSerializedSize();
      if (bytes > MAX_VIOLATIONS_BYTES) {
        int left = violations.size() - badRequest.getFieldViolationsCount();
        badRequest.addFieldViolationsBuilder().setDescription("and " + left + " more violations");
        break;
      }
      badRequest.addFieldViolations(one);
    }
    return badRequest.build();
  }

  private static RetryInfo retryInfo(Duration delay) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(delay.getSeconds())
                .setNanos(delay.getNano()))
        .build();
  }

  private static String reason(ErrorInfo info, Status.Code code) {
    return ServiceException.isReason(info.getReason()) ? info.getReason() : code.name();
  }

  private static List<FieldViolation> violations(BadRequest badRequest) {
    List<FieldViolation> violations = new ArrayList<>();
    for (BadRequest.FieldViolation violation : badRequest.getFieldViolationsList()) {
      violations.add(new FieldViolation(violation.getField(), violation.getDescription()));
    }
    return violations;
  }

  private static Duration delay(RetryInfo info) {
    return Duration.ofSeconds(info.getRetryDelay().getSeconds(), info.getRetryDelay().getNanos());
  }

  private static <M extends Message> @Nullable M find(com.google.rpc.Status status, Class<M> type) {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return detail.unpack(type);
        } catch (InvalidProtocolBufferException e) {
          return null; // A detail that cannot be read is worth less than the status it came with.
        }
      }
    }
    return null;
  }

  private static String shorten(String text) {
    return text.length() <= MAX_MESSAGE_CHARS
        ? text
        : text.substring(0, MAX_MESSAGE_CHARS - 3) + "...";
  }
}
