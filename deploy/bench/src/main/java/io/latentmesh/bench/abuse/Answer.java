package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What comes back from one call; the messages are thrown away. */
final class Answer extends ClientCall.Listener<ByteString> {
  private final ClientCall<ByteString, ByteString> call;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  Answer(ClientCall<ByteString, ByteString> call) {
    this.call = call;
  }

  void cancel() {
    call.cancel("the client goes away", null);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    ending.complete(
        Ending.of(
            status.getCode(),
            told(status, trailers),
            Objects.requireNonNullElse(status.getDescription(), "")));
  }

  private static boolean told(Status status, Metadata trailers) {
    var details = StatusProto.fromStatusAndTrailers(status, trailers);
    return details.getDetailsList().stream().anyMatch(detail -> detail.is(ErrorInfo.class));
  }

  /** Waits for it, a little longer than the call's own deadline. */
  Ending ending(Duration patience) {
    try {
      return ending.get(patience.plusSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      return Ending.without(RawConnection.SILENT);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
