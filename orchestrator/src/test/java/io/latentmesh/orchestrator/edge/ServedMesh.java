package io.latentmesh.orchestrator.edge;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.jobs.JobIds;
import io.latentmesh.orchestrator.jobs.JobLedger;
import io.latentmesh.orchestrator.jobs.Jobs;
import io.latentmesh.orchestrator.jobs.ManualClock;
import io.latentmesh.orchestrator.jobs.MemoryJobStore;
import io.latentmesh.orchestrator.jobs.Retention;
import io.latentmesh.serving.Errors;
import io.latentmesh.serving.Profile;
import io.latentmesh.serving.Reticence;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The public API in process, over fake stages and a clock that is moved. */
final class ServedMesh implements AutoCloseable {
  static final Duration KEEP = Duration.ofMinutes(10);
  static final Duration LONGEST_LEASE = Duration.ofMinutes(5);
  static final int MAX_BYTES = 1 << 17;

  final FakeMesh mesh = new FakeMesh();
  final ManualClock clock = new ManualClock();
  final MemoryJobStore store = new MemoryJobStore(clock, new Retention(KEEP, MAX_BYTES));
  final JobLedger ledger = new JobLedger();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Jobs jobs = new Jobs(new Jobs.Parts(store, ledger, clock, new JobIds(new Random(1))));
  final ManagedChannel channel;
  final ImageServiceBlockingStub client;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Server server;

  ServedMesh() {
    this(new GrpcTenant());
  }

  /**
   * @param door decides whose calls these are
   */
  ServedMesh(ServerInterceptor door) {
    this(door, Profile.DEVELOPMENT);
  }

  /**
   * @param profile says what clients are told of errors
   */
  ServedMesh(ServerInterceptor door, Profile profile) {
    var rules = new GrpcJobs.Rules(LONGEST_LEASE, timer, Reticence.of(profile));
    var edge = new GrpcJobs(jobs, mesh.generations, new GenerationMeters(registry), rules);
    String name = InProcessServerBuilder.generateName();
    try {
      server =
          InProcessServerBuilder.forName(name)
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .addService(
                  ServerInterceptors.intercept(
                      new GrpcImageService(edge, mesh.catalog, mesh.generations), door))
              .intercept(new ThrownErrors())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = InProcessChannelBuilder.forName(name).build();
    client = ImageServiceGrpc.newBlockingStub(channel);
  }

  /** Ends what runs and waits for it. */
  @Override
  public void close() {
    channel.shutdownNow();
    jobs.drain(Duration.ZERO);
    server.shutdownNow();
    timer.shutdownNow();
  }

  /** What every server of the product does with an exception that a handler throws. */
  private static final class ThrownErrors implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      ServerCall.Listener<ReqT> listener;
      try {
        listener = next.startCall(call, headers);
      } catch (RuntimeException e) {
        close(call, e);
        return new ServerCall.Listener<>() {};
      }
      return new SimpleForwardingServerCallListener<>(listener) {
        @Override
        public void onHalfClose() {
          try {
            super.onHalfClose();
          } catch (RuntimeException e) {
            close(call, e);
          }
        }
      };
    }

    private static void close(ServerCall<?, ?> call, RuntimeException error) {
      StatusRuntimeException status = Errors.toStatus(error);
      Metadata trailers = status.getTrailers();
      call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }
  }
}
