package io.latentmesh.serving;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import io.latentmesh.v1.TextEncoderServiceGrpc.TextEncoderServiceImplBase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client sees of handlers that fail, over gRPC's in-process transport. */
final class ErrorInterceptorTest {
  private final ServiceException full =
      ServiceException.of(Status.Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", "The queue is full");

  private @Nullable Server server;
  private @Nullable ManagedChannel channel;

  @AfterEach
  void stop() {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (server != null) {
      server.shutdownNow();
    }
  }

  @Test
  void unary_handlerThrows_clientGetsItsStatus() throws IOException {
    assertThat(encodeFailure(throwing(full)).getStatus().getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void unary_handlerThrows_clientGetsErrorInfo() throws IOException {
    StatusRuntimeException status = encodeFailure(throwing(full));
    assertThat(reason(status)).isEqualTo("QUEUE_FULL");
  }

  @Test
  void unary_handlerThrowsError_isInternal() throws IOException {
    StubEncoder broken =
        new StubEncoder(request -> {
          throw new AssertionError("a bug");
        });
    assertThat(encodeFailure(broken).getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void unary_handlersMessage_doesNotLeak() throws IOException {
    StatusRuntimeException status =
        encodeFailure(throwing(new IllegalStateException("/secret/path")));
    assertThat(status.getStatus().getDescription()).doesNotContain("secret");
  }

  @Test
  void unary_exceptionGivenToOnError_isMappedAlike() throws IOException {
    TextEncoderServiceImplBase failing =
        new TextEncoderServiceImplBase() {
          @Override
          public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
            responses.onError(full);
          }
        };
    assertThat(reason(encodeFailure(failing))).isEqualTo("QUEUE_FULL");
  }

  @Test
  void unary_bareStatusGivenToOnError_getsErrorInfo() throws IOException {
    TextEncoderServiceImplBase failing =
        new TextEncoderServiceImplBase() {
          @Override
          public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
            responses.onError(Status.NOT_FOUND.asRuntimeException());
          }
        };
    assertThat(reason(encodeFailure(failing))).isEqualTo("NOT_FOUND");
  }

  @Test
  void unary_handlerThrowsAfterItsAnswer_isStillTheFailure() throws IOException {
    TextEncoderServiceImplBase failing =
        new TextEncoderServiceImplBase() {
          @Override
          public void encode(EncodeRequest request, StreamObserver<EncodeResponse> responses) {
            responses.onNext(EncodeResponse.getDefaultInstance());
            throw full;
          }
        };
    assertThat(reason(encodeFailure(failing))).isEqualTo("QUEUE_FULL");
  }

  @Test
  void unary_undecodableBytes_areInvalidArgument() throws IOException {
    StatusRuntimeException status = sendBytes(new byte[] {0x0a, 0x7f, 1});
    assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void unary_undecodableBytes_sayWhy() throws IOException {
    assertThat(reason(sendBytes(new byte[] {0x0a, 0x7f, 1}))).isEqualTo("UNDECODABLE_MESSAGE");
  }

  @Test
  void unary_invalidUtf8_isInvalidArgument() throws IOException {
    // EncodeRequest.model (field 1, a string) with a byte that begins no character.
    assertThat(reason(sendBytes(new byte[] {0x0a, 1, (byte) 0xff})))
        .isEqualTo("UNDECODABLE_MESSAGE");
  }

  @Test
  void unary_halfClosedWithoutAMessage_isInvalidArgument() throws IOException {
    StatusRuntimeException status = halfClose();
    assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(reason(status)).isEqualTo("MESSAGE_MISSING");
  }

  @Test
  void unary_success_isUntouched() throws IOException {
    StubEncoder fine = new StubEncoder(request -> EncodeResponse.getDefaultInstance());
    assertThat(
            TextEncoderServiceGrpc.newBlockingStub(connect(fine))
                .encode(EncodeRequest.getDefaultInstance()))
        .isEqualTo(EncodeResponse.getDefaultInstance());
  }

  @Test
  void stream_handlerThrows_clientGetsItsStatus() throws IOException {
    List<Throwable> errors = new ArrayList<>();
    StreamObserver<DenoiseRequest> requests = denoise(throwingStream(new AtomicInteger()), errors);
    requests.onNext(DenoiseRequest.getDefaultInstance());
    assertThat(errors)
        .singleElement()
        .extracting(error -> Status.fromThrowable(error).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void stream_handlerHasThrown_hearsNoMoreMessages() throws IOException {
    AtomicInteger heard = new AtomicInteger();
    StreamObserver<DenoiseRequest> requests = denoise(throwingStream(heard), new ArrayList<>());
    requests.onNext(DenoiseRequest.getDefaultInstance());
    requests.onNext(DenoiseRequest.getDefaultInstance());
    assertThat(heard).hasValue(1);
  }

  @Test
  void stream_answerAfterFailure_isDropped() throws IOException {
    List<Throwable> errors = new ArrayList<>();
    StubDenoiser late =
        new StubDenoiser((request, responses) -> {
          Errors.fail(responses, full);
          Errors.fail(responses, new IllegalStateException("second"));
        });
    StreamObserver<DenoiseRequest> requests = denoise(late, errors);
    requests.onNext(DenoiseRequest.getDefaultInstance());
    assertThat(errors)
        .singleElement()
        .extracting(error -> Status.fromThrowable(error).getDescription())
        .isEqualTo("The queue is full");
  }

  private static StubEncoder throwing(RuntimeException error) {
    return new StubEncoder(request -> {
      throw error;
    });
  }

  private StubDenoiser throwingStream(AtomicInteger heard) {
    return new StubDenoiser((request, responses) -> {
      heard.incrementAndGet();
      throw full;
    });
  }

  private StatusRuntimeException encodeFailure(BindableService service) throws IOException {
    var stub = TextEncoderServiceGrpc.newBlockingStub(connect(service));
    return requireNonNull(
        catchThrowableOfType(
            StatusRuntimeException.class, () -> stub.encode(EncodeRequest.getDefaultInstance())));
  }

  private StreamObserver<DenoiseRequest> denoise(BindableService service, List<Throwable> errors)
      throws IOException {
    return DenoiserServiceGrpc.newStub(connect(service))
        .denoise(
            new StreamObserver<DenoiseResponse>() {
              @Override
              public void onNext(DenoiseResponse response) {}

              @Override
              public void onError(Throwable error) {
                errors.add(error);
              }

              @Override
              public void onCompleted() {}
            });
  }

  /** How a call ends whose client sends no message at all. */
  private StatusRuntimeException halfClose() throws IOException {
    ManagedChannel raw = connect(new StubEncoder(request -> EncodeResponse.getDefaultInstance()));
    var end = new CompletableFuture<StatusRuntimeException>();
    ClientCall<EncodeRequest, EncodeResponse> call =
        raw.newCall(TextEncoderServiceGrpc.getEncodeMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status.asRuntimeException(trailers));
          }
        },
        new Metadata());
    call.request(1);
    call.halfClose();
    return end.join();
  }

  private StatusRuntimeException sendBytes(byte[] bytes) throws IOException {
    ManagedChannel raw = connect(new StubEncoder(request -> EncodeResponse.getDefaultInstance()));
    MethodDescriptor<byte[], EncodeResponse> method =
        TextEncoderServiceGrpc.getEncodeMethod().toBuilder(
                new ByteMarshaller(),
                TextEncoderServiceGrpc.getEncodeMethod().getResponseMarshaller())
            .build();
    return requireNonNull(
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> ClientCalls.blockingUnaryCall(raw, method, CallOptions.DEFAULT, bytes)));
  }

  private ManagedChannel connect(BindableService service) throws IOException {
    String name = UUID.randomUUID().toString();
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(Decoding.behindInterceptors(service.bindService()))
            .intercept(new ErrorInterceptor())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    return channel;
  }

  private static String reason(StatusRuntimeException status) {
    try {
      return ErrorsTest.detail(status, ErrorInfo.class).getReason();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class ByteMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException();
    }
  }
}
