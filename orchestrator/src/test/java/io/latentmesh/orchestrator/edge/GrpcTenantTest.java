package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status.Code;
import io.latentmesh.serving.FieldViolation;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcTenantTest {
  private final List<String> seen = new ArrayList<>();
  private final ServerCallHandler<GenerateRequest, GenerateResponse> handler =
      (call, headers) -> {
        seen.add(GrpcTenant.current());
        return new ServerCall.Listener<>() {};
      };

  @Test
  void header_isTheCallsTenant() {
    call("acme & sons");
    assertThat(seen).containsExactly("acme & sons");
    assertThat(GrpcTenant.current()).isEmpty();
  }

  @Test
  void call_withoutTheHeader_hasTheEmptyTenant() {
    new GrpcTenant().interceptCall(new NoCall(), new Metadata(), handler);
    assertThat(seen).containsExactly("");
  }

  @Test
  void header_ofMoreThan128Characters_isRefused() {
    call("x".repeat(128));
    assertThat(violation("x".repeat(129)))
        .isEqualTo(
            new FieldViolation("latentmesh-tenant", "must have at most 128 characters, has 129"));
  }

  @Test
  void header_withOtherThanPrintableAscii_isRefused() {
    assertThat(violation("a\tb"))
        .isEqualTo(new FieldViolation("latentmesh-tenant", "must be printable ASCII, got \"a?b\""));
    assertThat(seen).isEmpty();
  }

  private FieldViolation violation(String tenant) {
    var refusal = catchThrowableOfType(ServiceException.class, () -> call(tenant));
    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    return refusal.violations().getFirst();
  }

  private void call(String tenant) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("latentmesh-tenant", Metadata.ASCII_STRING_MARSHALLER), tenant);
    new GrpcTenant().interceptCall(new NoCall(), headers, handler);
  }

  /** A call that nothing is done with. */
  private static final class NoCall extends ServerCall<GenerateRequest, GenerateResponse> {
    @Override
    public void request(int numMessages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(GenerateResponse message) {}

    @Override
    public void close(io.grpc.Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public io.grpc.MethodDescriptor<GenerateRequest, GenerateResponse> getMethodDescriptor() {
      return ImageServiceGrpc.getGenerateMethod();
    }
  }
}
