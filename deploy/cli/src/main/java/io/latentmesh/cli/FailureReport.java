package io.latentmesh.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says on standard error why a command failed: one line, and one for each field that the server
 * refused.
 */
final class FailureReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed)
      throws ExecutionException {
    PrintWriter out = command.getErr();
    if (failure instanceof StatusRuntimeException refused) {
      report(refused, out);
    } else {
      out.println("latentmesh: " + describe(failure));
    }
    out.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String describe(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  /** What gRPC calls just an "io exception" has its reason in the cause. */
  private static String root(Throwable failure) {
    String reason = "";
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      reason = " (" + cause.getMessage() + ")";
    }
    return reason;
  }

  private static void report(StatusRuntimeException refused, PrintWriter out) {
    out.printf(
        "latentmesh: %s: %s%s%n",
        refused.getStatus().getCode(), refused.getStatus().getDescription(), root(refused));
    Status details = StatusProto.fromThrowable(refused);
    if (details == null) {
      return;
    }
    for (var detail : details.getDetailsList()) {
      if (detail.is(BadRequest.class)) {
        reportFields(detail, out);
      }
    }
  }

  private static void reportFields(com.google.protobuf.Any detail, PrintWriter out) {
    try {
      for (var violation : detail.unpack(BadRequest.class).getFieldViolationsList()) {
        out.printf("  %s: %s%n", violation.getField(), violation.getDescription());
      }
    } catch (InvalidProtocolBufferException unreadable) {
      out.println("  (the server's details could not be read: " + unreadable.getMessage() + ")");
    }
  }
}
