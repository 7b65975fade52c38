package io.latentmesh.serving.balancing;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection that does what the test says, with the health checks sent over it. */
final class FakeSubchannel extends Subchannel {
  private final List<EquivalentAddressGroup> addresses;
  private final Deque<HealthCall> asked = new ArrayDeque<>();
  private @Nullable SubchannelStateListener listener;
  private int connectRequests;
  private boolean shutdown;
  private boolean cancelThrows;

  FakeSubchannel(List<EquivalentAddressGroup> addresses) {
    this.addresses = addresses;
  }

  void become(ConnectivityState state) {
    tell(ConnectivityStateInfo.forNonError(state));
  }

  void fail(String why) {
    tell(ConnectivityStateInfo.forTransientFailure(Status.UNAVAILABLE.withDescription(why)));
  }

  private void tell(ConnectivityStateInfo state) {
    Objects.requireNonNull(listener).onSubchannelState(state);
  }

  int connectRequests() {
    return connectRequests;
  }

  boolean isShutdown() {
    return shutdown;
  }

  /** Health checks that nobody has answered or cancelled. */
  int openChecks() {
    asked.removeIf(call -> call.cancelled);
    return asked.size();
  }

  /** As the in-process transport does while its server ends. */
  void throwWhenCancelled() {
    cancelThrows = true;
  }

  void answerCheck(ServingStatus status) {
    oldestOpen().answer(HealthCheckResponse.newBuilder().setStatus(status).build());
  }

  void failCheck(Status status) {
    oldestOpen().end(status);
  }

  private HealthCall oldestOpen() {
    asked.removeIf(call -> call.cancelled);
    return asked.remove();
  }

  @Override
  public void start(SubchannelStateListener told) {
    listener = told;
  }

  @Override
  public void requestConnection() {
    connectRequests++;
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<EquivalentAddressGroup> getAllAddresses() {
    return addresses;
  }

  @Override
  public Attributes getAttributes() {
    return Attributes.EMPTY;
  }

  @Override
  public Channel asChannel() {
    return new Channel() {
      @Override
      @SuppressWarnings("unchecked") // Only health checks are made here.
      public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
        HealthCall call = new HealthCall();
        asked.add(call);
        return (ClientCall<Q, R>) call;
      }

      @Override
      public String authority() {
        return "fake";
      }
    };
  }

  private final class HealthCall extends ClientCall<Object, HealthCheckResponse> {
    private @Nullable Listener<HealthCheckResponse> caller;
    private boolean cancelled;

    void answer(HealthCheckResponse response) {
      Objects.requireNonNull(caller).onMessage(response);
      end(Status.OK);
    }

    void end(Status status) {
      Objects.requireNonNull(caller).onClose(status, new Metadata());
    }

    @Override
    public void start(Listener<HealthCheckResponse> listener, Metadata headers) {
      caller = listener;
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      cancelled = true;
      if (cancelThrows) {
        throw new IllegalStateException("the server has ended");
      }
    }

    @Override
    public void request(int messages) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Object message) {}
  }
}
