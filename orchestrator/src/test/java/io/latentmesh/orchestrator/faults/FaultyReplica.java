package io.latentmesh.orchestrator.faults;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.latentmesh.v1.DenoiseResponse;
import io.latentmesh.v1.Draining;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One replica's calls, with the faults that its messages set off. Thread-safe. */
final class FaultyReplica implements ServerInterceptor {
  private final List<Fault> faults;
  private final FaultyTier tier;
  private final AtomicInteger messages = new AtomicInteger();
  private final Set<FaultyCall<?, ?>> open = ConcurrentHashMap.newKeySet();

  FaultyReplica(List<Fault> faults, FaultyTier tier) {
    this.faults = List.copyOf(faults);
    this.tier = tier;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
    if (method.equals("GetModel") || method.equals("Check")) {
      return next.startCall(call, headers);
    }
    var faulty = new FaultyCall<>(call, this);
    open.add(faulty);
    tier.history().callOpened();
    return faulty.listener(next.startCall(faulty, headers));
  }

  /** The fault of the message that came in just now. */
  Optional<Fault> next() {
    int number = messages.incrementAndGet();
    return faults.stream().filter(fault -> fault.atMessage() == number).findFirst();
  }

  /** Faults of the whole replica happen elsewhere, while its calls go on. */
  void happen(Fault fault) {
    tier.happen(fault);
  }

  void ended(FaultyCall<?, ?> call) {
    if (open.remove(call)) {
      tier.history().callEnded();
    }
  }

  /** As the denoiser announces that it goes away. */
  void announceDraining() {
    var draining = DenoiseResponse.newBuilder().setDraining(Draining.getDefaultInstance()).build();
    open.forEach(call -> call.announce(draining));
  }
}
