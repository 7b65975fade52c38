package io.latentmesh.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.latentmesh.serving.identity.CallIds;
import io.latentmesh.v1.EncodeRequest;
import io.latentmesh.v1.EncodeResponse;
import io.latentmesh.v1.TextEncoderServiceGrpc;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client calls a front, whose handler names the call and calls a back. */
final class CallIdsTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final CompletableFuture<CallIds> atTheFront = new CompletableFuture<>();
  private final CompletableFuture<CallIds> atTheBack = new CompletableFuture<>();
  private final Loopback back = Loopback.of(new StubEncoder(request -> answer(atTheBack)));
  private final Loopback front = Loopback.of(new StubEncoder(request -> callBack()));

  @AfterEach
  void close() {
    front.close();
    back.close();
  }

  @Test
  void traceparent_ofTheCaller_isHandedOnWithTheNamesOfTheCall() {
    call("00-" + TRACE + "-00f067aa0ba902b7-01");

    CallIds ids = atTheBack.join();
    assertThat(ids.requestId()).isEqualTo("holiday?card");
    assertThat(ids.jobId()).isEqualTo("job-1");
    assertThat(ids.trace().traceId()).isEqualTo(TRACE);
    assertThat(ids.trace().flags()).isEqualTo("01");
    assertThat(ids.trace().parentId()).isNotEqualTo("00f067aa0ba902b7");
  }

  @Test
  void traceparent_thatCannotBeRead_isReplacedByATraceOfItsOwn() {
    call("nonsense");

    assertThat(atTheFront.join().trace().traceId()).hasSize(32);
    assertThat(atTheBack.join().trace().traceId()).isEqualTo(atTheFront.join().trace().traceId());
  }

  @Test
  void current_outsideOfCalls_isEmptyAndCannotBeNamed() {
    CallIds.name("a", "b");
    assertThat(CallIds.current()).isEmpty();
  }

  private EncodeResponse callBack() {
    CallIds.name("holiday card", "job-1");
    back.encode();
    return answer(atTheFront);
  }

  private static EncodeResponse answer(CompletableFuture<CallIds> ids) {
    ids.complete(CallIds.current().orElseThrow());
    return EncodeResponse.getDefaultInstance();
  }

  private void call(String traceparent) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), traceparent);
    var _ =
        TextEncoderServiceGrpc.newBlockingStub(front.channel())
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .encode(EncodeRequest.getDefaultInstance());
  }
}
