package io.latentmesh.orchestrator.faults;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.admission.Admission;
import io.latentmesh.orchestrator.admission.AdmissionLimits;
import io.latentmesh.orchestrator.admission.RowTimes;
import io.latentmesh.orchestrator.admission.TenantLimits;
import io.latentmesh.orchestrator.edge.GenerationMeters;
import io.latentmesh.orchestrator.edge.GrpcDeadline;
import io.latentmesh.orchestrator.edge.GrpcImageService;
import io.latentmesh.orchestrator.edge.GrpcJobs;
import io.latentmesh.orchestrator.failover.FailoverLimits;
import io.latentmesh.orchestrator.generation.Entrance;
import io.latentmesh.orchestrator.generation.GenerationClock;
import io.latentmesh.orchestrator.generation.Generations;
import io.latentmesh.orchestrator.generation.ImageGeneration;
import io.latentmesh.orchestrator.jobs.JobIds;
import io.latentmesh.orchestrator.jobs.JobLedger;
import io.latentmesh.orchestrator.jobs.Jobs;
import io.latentmesh.orchestrator.jobs.MemoryJobStore;
import io.latentmesh.orchestrator.jobs.Retention;
import io.latentmesh.orchestrator.model.ModelCatalog;
import io.latentmesh.orchestrator.peer.GrpcDenoiserClient;
import io.latentmesh.orchestrator.peer.GrpcDenoiserPeer;
import io.latentmesh.orchestrator.peer.GrpcTextEncoderClient;
import io.latentmesh.orchestrator.peer.GrpcVaeClient;
import io.latentmesh.orchestrator.peer.WireType;
import io.latentmesh.orchestrator.request.GenerationPlanner;
import io.latentmesh.orchestrator.request.RequestValidator;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.serving.balancing.Replicas.Replica;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A whole mesh in this JVM: the public service in front, tiers that break behind. */
final class FaultyMesh {
  private static final FailoverLimits LIMITS =
      new FailoverLimits(8, Duration.ofSeconds(20), 4, Duration.ofMillis(30));

  private final History history = new History();
  private final FaultyTier textEncoder;
  private final FaultyTier unet;
  private final FaultyTier vae;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Server server;
  private final ManagedChannel channel;

  FaultyMesh(List<Fault> faults) throws IOException, InterruptedException {
    textEncoder = new FaultyTier(Stage.TEXT_ENCODER, faults, history, StubTextEncoderService::new);
    unet = new FaultyTier(Stage.UNET, faults, history, StubDenoiserService::new);
    vae = new FaultyTier(Stage.VAE, faults, history, StubVaeService::new);
    for (Stage stage : Stage.values()) {
      tier(stage).tier().awaitReady(IntStream.range(0, replicas(stage)).toArray());
    }
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .executor(task -> Thread.ofVirtual().start(task))
            .addService(ServerInterceptors.intercept(service(), arrivals()))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  static int replicas(Stage tier) {
    return tier == Stage.UNET ? 3 : 2;
  }

  ManagedChannel channel() {
    return channel;
  }

  History history() {
    return history;
  }

  /** Requests that the metrics have seen the end of. */
  int accounted() {
    return (int)
        registry.get("latentmesh.requests").counters().stream().mapToDouble(Counter::count).sum();
  }

  /** Streams that the balancers count, over all tiers. */
  int activeStreams() {
    return Stream.of(textEncoder, unet, vae)
        .flatMap(tier -> tier.tier().peer().replicas().ready().stream())
        .mapToInt(Replica::activeStreams)
        .sum();
  }

  /** Work that moved in a tier, by reason. */
  Map<String, Double> moves(Stage stage) {
    return tier(stage).tier().registry().find("latentmesh.failovers").counters().stream()
        .collect(
            Collectors.toMap(
                counter -> stage + " " + counter.getId().getTag("reason"), Counter::count));
  }

  void close() throws InterruptedException {
    channel.shutdownNow();
    server.shutdownNow().awaitTermination();
    timer.shutdownNow();
    for (Stage stage : Stage.values()) {
      tier(stage).tier().close();
    }
  }

  private FaultyTier tier(Stage stage) {
    return switch (stage) {
      case TEXT_ENCODER -> textEncoder;
      case UNET -> unet;
      case VAE -> vae;
    };
  }

  private ServerInterceptor arrivals() {
    return new ServerInterceptor() {
      @Override
      public <Q, R> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
          @Override
          public void onHalfClose() {
            // Only now a handler is called that will account for it.
            history.arrived();
            super.onHalfClose();
          }
        };
      }
    };
  }

  private GrpcImageService service() {
    var stages =
        new ImageGeneration.Stages(
            new GrpcTextEncoderClient(
                textEncoder.tier().channel(),
                textEncoder.tier().failover(LIMITS, Stage.TEXT_ENCODER.label())),
            new GrpcDenoiserClient(
                new GrpcDenoiserPeer(
                    unet.tier().channel(),
                    unet.tier().failover(LIMITS, Stage.UNET.label()),
                    WireType.F32,
                    evaluation -> {})),
            new GrpcVaeClient(
                vae.tier().channel(), vae.tier().failover(LIMITS, Stage.VAE.label())));
    var catalog = new ModelCatalog(stages.textEncoder(), stages.denoiser(), stages.vae());
    catalog.refresh();
    var planner =
        new GenerationPlanner(
            catalog, new RequestValidator(FakeMesh.LIMITS), () -> FakeMesh.DRAWN_SEED);
    var entrance = new Entrance(planner, admission(), GrpcDeadline::timeLeft);
    var generations = new Generations(entrance, stages, new GenerationClock(System::nanoTime));
    var rules = new GrpcJobs.Rules(Duration.ofMinutes(1), timer, error -> error);
    return new GrpcImageService(
        new GrpcJobs(jobs(), generations, new GenerationMeters(registry), rules),
        catalog,
        generations);
  }

  /** Faults are what is tried here: nothing is refused for load. */
  private Admission admission() {
    var unbounded = new TenantLimits(1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    var limits =
        new AdmissionLimits(
            1000, Duration.ofHours(1), 1000, 1, new AdmissionLimits.Tenants(Map.of(), unbounded));
    return new Admission(
        limits,
        new Admission.Surroundings(new RowTimes(), () -> replicas(Stage.UNET), System::nanoTime),
        registry);
  }

  private static Jobs jobs() {
    var clock = InstantSource.system();
    var store = new MemoryJobStore(clock, new Retention(Duration.ofMinutes(1), 1 << 26));
    return new Jobs(new Jobs.Parts(store, new JobLedger(), clock, new JobIds(new SecureRandom())));
  }
}
