package io.latentmesh.orchestrator.faults;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.latentmesh.orchestrator.faults.Fault.Kind;
import io.latentmesh.serving.Errors;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiseResponse;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A call between the wire and its handler, to which a fault may happen. Sends under a lock, because
 * faults write from other threads than the handler.
 */
final class FaultyCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
  private final FaultyReplica replica;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private boolean begun; // headers are sent
  private boolean closed;
  private boolean hung;
  private Optional<Fault> forNextAnswer = Optional.empty();

  FaultyCall(ServerCall<Q, R> call, FaultyReplica replica) {
    super(call);
    this.replica = replica;
  }

  ServerCall.Listener<Q> listener(ServerCall.Listener<Q> handler) {
    return new Listening(handler);
  }

  @Override
  public void sendHeaders(Metadata headers) {
    whileOpen(() -> {
      super.sendHeaders(headers);
      begun = true;
    });
  }

  @Override
  public void sendMessage(R message) {
    boolean announcement = message instanceof DenoiseResponse step && !step.hasEvaluated();
    lock.lock();
    try {
      if (hung) {
        return;
      }
      Optional<Fault> fault = announcement ? Optional.empty() : forNextAnswer;
      if (fault.isEmpty()) {
        whileOpen(() -> super.sendMessage(message));
        return;
      }
      forNextAnswer = Optional.empty();
      sendFaulty(message, fault.get());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    lock.lock();
    try {
      if (!hung) {
        closeOnce(status, trailers);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells a denoiser's stream that its handler has answered once, as the service does. */
  @SuppressWarnings("unchecked") // Only denoiser's streams are told.
  void announce(DenoiseResponse message) {
    lock.lock();
    try {
      if (begun && "Denoise".equals(getMethodDescriptor().getBareMethodName())) {
        sendMessage((R) message);
      }
    } finally {
      lock.unlock();
    }
  }

  private void sendFaulty(R message, Fault fault) {
    switch (fault.kind()) {
      case LOSE_ANSWER -> end(Status.UNAVAILABLE.withDescription("fault: the answer is lost"));
      case DELAY -> {
        hung = true; // What follows the late answer, for example the end of the call, waits too.
        Faults.after(fault.millis(), () -> goOnWith(message));
      }
      case ANSWER_TWICE -> {
        whileOpen(() -> super.sendMessage(message));
        sendAgain(message);
      }
      case MALFORMED -> whileOpen(() -> super.sendMessage(Malformed.of(message)));
      default -> throw new IllegalArgumentException(fault.toString());
    }
  }

  private void sendAgain(R message) {
    if (getMethodDescriptor().getType().serverSendsOneMessage()) {
      end(Status.INTERNAL.withDescription("fault: too many responses"));
      return;
    }
    whileOpen(() -> super.sendMessage(message));
  }

  private void goOnWith(R message) {
    lock.lock();
    try {
      hung = false;
      whileOpen(() -> super.sendMessage(message));
      if (getMethodDescriptor().getType().serverSendsOneMessage()) {
        closeOnce(Status.OK, new Metadata());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the handler is to see the message. */
  private boolean survives(Fault fault) {
    switch (fault.kind()) {
      case REFUSE -> end(Status.UNAVAILABLE.withDescription("fault: refused"));
      case CANCEL -> end(Status.CANCELLED.withDescription("fault: cancelled"));
      case RESET -> end(Status.INTERNAL.withDescription("fault: RST_STREAM closed stream"));
      case CLOSE_TWICE -> {
        end(Status.UNAVAILABLE.withDescription("fault: closed"));
        end(Status.UNAVAILABLE.withDescription("fault: closed again"));
      }
      case FAIL -> end(Errors.toStatus(new IllegalStateException("fault: the forward failed")));
      case NOT_READY ->
          end(
              Errors.toStatus(
                  ServiceException.of(
                      Code.FAILED_PRECONDITION, "MODEL_NOT_READY", "fault: loading")));
      case HANG_STREAM -> hang();
      case LOSE_ANSWER, DELAY, ANSWER_TWICE, MALFORMED -> {
        expect(fault);
        return true;
      }
      case HANG_REPLICA, NOT_SERVING, DRAIN, KILL -> {
        replica.happen(fault);
        return true;
      }
    }
    return false;
  }

  private void end(Status status) {
    end(status.asRuntimeException());
  }

  private void end(StatusRuntimeException status) {
    Metadata trailers = status.getTrailers();
    lock.lock();
    try {
      closeOnce(status.getStatus(), trailers == null ? new Metadata() : trailers);
    } finally {
      lock.unlock();
    }
  }

  private void hang() {
    lock.lock();
    try {
      hung = true;
    } finally {
      lock.unlock();
    }
  }

  private void expect(Fault fault) {
    lock.lock();
    try {
      forNextAnswer = Optional.of(fault);
    } finally {
      lock.unlock();
    }
  }

  private void closeOnce(Status status, Metadata trailers) {
    whileOpen(() -> {
      closed = true;
      super.close(status, trailers);
    });
    replica.ended(this);
  }

  private void whileOpen(Runnable action) {
    lock.lock();
    try {
      if (!closed && !isCancelled()) {
        action.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private final class Listening extends SimpleForwardingServerCallListener<Q> {
    private boolean over; // Confined to the call's executor.

    Listening(ServerCall.Listener<Q> handler) {
      super(handler);
    }

    @Override
    public void onMessage(Q message) {
      if (over || (message instanceof DenoiseRequest request && request.hasOpen())) {
        forward(message);
        return;
      }
      Optional<Fault> fault = replica.next();
      if (fault.isPresent() && !survives(fault.get())) {
        over = fault.get().kind() != Kind.HANG_STREAM || over;
        return;
      }
      forward(message);
    }

    @Override
    public void onHalfClose() {
      if (!over) {
        super.onHalfClose();
      }
    }

    @Override
    public void onCancel() {
      replica.ended(FaultyCall.this);
      super.onCancel();
    }

    @Override
    public void onComplete() {
      replica.ended(FaultyCall.this);
      super.onComplete();
    }

    private void forward(Q message) {
      if (!over) {
        super.onMessage(message);
      }
    }
  }
}
