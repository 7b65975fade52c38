package io.latentmesh.serving.tracing;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.EnumSet;
import java.util.Set;

/** A call in OpenTelemetry's semantic conventions for gRPC. */
final class RpcSpan {
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  private static final AttributeKey<Long> STATUS = AttributeKey.longKey("rpc.grpc.status_code");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  /** For all others the caller is to blame, and the server has done its work. */
  private static final Set<Status.Code> SERVERS_FAULT =
      EnumSet.of(
          Status.Code.UNKNOWN,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.INTERNAL,
          Status.Code.UNAVAILABLE,
          Status.Code.DATA_LOSS);

  private RpcSpan() {}

  static void describe(Span span, MethodDescriptor<?, ?> method) {
    span.setAttribute(SYSTEM, "grpc");
    span.setAttribute(SERVICE, String.valueOf(method.getServiceName()));
    span.setAttribute(METHOD, String.valueOf(method.getBareMethodName()));
  }

  static void endServer(Span span, Status.Code code) {
    end(span, code, SERVERS_FAULT.contains(code) ? StatusCode.ERROR : StatusCode.UNSET);
  }

  static void endClient(Span span, Status.Code code) {
    end(span, code, code == Status.Code.OK ? StatusCode.UNSET : StatusCode.ERROR);
  }

  private static void end(Span span, Status.Code code, StatusCode status) {
    span.setAttribute(STATUS, code.value());
    if (status == StatusCode.ERROR) {
      span.setStatus(status);
      span.setAttribute(ERROR_TYPE, code.name());
    }
    span.end();
  }
}
