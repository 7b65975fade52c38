package io.latentmesh.serving;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gRPC server from start to drain, with health, metrics page, interceptors and limits. Several
 * may live in one JVM; they share gRPC's event loops. Safe for use by many threads.
 */
public final class GrpcProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GrpcProcess.class);

  private final String name;
  private final ServerSettings settings;
  private final Metrics metrics;
  private final HealthStates health;
  private final Server server;
  private final Drain drain;
  private final AtomicBoolean draining = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ServerTransport transport;
  private volatile @Nullable MetricsPage page; // Null until started, and when switched off.
  private volatile @Nullable HealthPort healthPort; // Null until started, and when switched off.

  private GrpcProcess(Builder builder) {
    name = builder.name;
    settings = builder.settings;
    metrics = builder.observation.metrics();
    health = new HealthStates(builder.serviceNames());
    ExecutorService handlers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-call-", 0).factory());
    transport = ServerTransport.of(settings, metrics.registry());
    server =
        new ServerAssembly(settings, builder.observation, transport, handlers)
            .assemble(builder.services, builder.directServices, health.service());
    drain = new Drain(settings, health, server, handlers);
    builder.onDrain.forEach(drain::onDrain);
    builder.closeLast.forEach(drain::closeLast);
  }

  /** Names the process in logs and threads, for example {@code unet-svc}. */
  public static Builder builder(String name, ServerSettings settings, Observation observation) {
    return new Builder(name, settings, observation);
  }

  /**
   * Opens the ports. Every service is NOT_SERVING until {@link #serving}; calls are answered all
   * the same.
   *
   * @throws UncheckedIOException if a port is taken
   */
  public GrpcProcess start() {
    try {
      server.start();
      page = settings.metricsPort() < 0 ? null : MetricsPage.start(settings, metrics);
      healthPort = settings.healthPort() < 0 ? null : HealthPort.start(settings, health.service());
      transport.watch(server::isTerminated);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(
          "server.port: cannot listen on " + settings.host() + ":" + settings.port(), e);
    } catch (UncheckedIOException e) {
      close();
      throw e;
    }
    log.info(
        "event=started process={} address={}:{} tls={} metrics_port={} health_port={}",
        name,
        settings.host(),
        port(),
        settings.tls().certificate().isPresent(),
        metricsPort(),
        healthPort());
    return this;
  }

  /**
   * Tells startup probes that the process has what it needs of its own, whether its peers are there
   * or not. {@link #serving} says so, too.
   */
  public void started() {
    health.started();
  }

  /** The model is loaded and warm: tells health checks that calls are welcome. */
  public void serving() {
    health.serving();
    log.info("event=serving process={}", name);
  }

  /** Calls are not welcome for now. */
  public void notServing() {
    health.notServing();
  }

  /** Tells liveness probes that nothing but a new process helps. */
  public void stuck() {
    health.stuck();
  }

  /** Takes {@link #stuck} back. */
  public void unstuck() {
    health.unstuck();
  }

  /** The port for calls, as the system gave it. */
  public int port() {
    return server.getPort();
  }

  /** The metrics page's port, -1 if there is none. */
  public int metricsPort() {
    MetricsPage open = page;
    return open == null ? -1 : open.port();
  }

  /** The port for health checks in plaintext, -1 if there is none. */
  public int healthPort() {
    HealthPort open = healthPort;
    return open == null ? -1 : open.port();
  }

  /**
   * Ends the process in a fixed order: health says NOT_SERVING for good, drain hooks run, the lame
   * duck goes on accepting calls, the server refuses new calls and lets running ones end, cancels
   * those that outlive the drain timeout, and what was to be closed last is closed. Blocks until
   * all that is done, whoever began it.
   */
  public void drain() {
    if (draining.compareAndSet(false, true)) {
      log.info("event=draining process={}", name);
      metrics.draining();
      try {
        drain.run();
      } finally {
        closePages();
        log.info("event=ended process={}", name);
        ended.countDown();
      }
    }
    awaitTermination();
  }

  /** Same as {@link #drain}. */
  @Override
  public void close() {
    drain();
  }

  /** Blocks until the process has drained; returns early, still interrupted, on interrupt. */
  public void awaitTermination() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Drains when the JVM is told to end. The JVM then ends with status 143 (128 + SIGTERM), drained
   * or not. For a process alone in its JVM: hooks of several would run in no particular order.
   */
  public void drainOnSigterm() {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name(name + "-drain").unstarted(this::drain));
  }

  private void closePages() {
    MetricsPage open = page;
    if (open != null) {
      open.close();
    }
    HealthPort probes = healthPort;
    if (probes != null) {
      probes.close();
    }
  }

  /** What a process consists of. */
  public static final class Builder {
    private final String name;
    private final ServerSettings settings;
    private final Observation observation;
    private final List<ServerServiceDefinition> services = new ArrayList<>();
    private final List<ServerServiceDefinition> directServices = new ArrayList<>();
    private final List<Runnable> onDrain = new ArrayList<>();
    private final List<AutoCloseable> closeLast = new ArrayList<>();

    private Builder(String name, ServerSettings settings, Observation observation) {
      this.name = name;
      this.settings = settings;
      this.observation = observation;
    }

    /** A service whose handlers run on virtual threads and may block. */
    public Builder service(BindableService service) {
      services.add(service.bindService());
      return this;
    }

    /** A service whose handlers run on the transport's thread and must only enqueue. */
    public Builder directService(BindableService service) {
      directServices.add(service.bindService());
      return this;
    }

    /** Called when draining begins, after health has changed; in the order of registration. */
    public Builder onDrain(Runnable hook) {
      onDrain.add(hook);
      return this;
    }

    /** Closed when no handler runs any more; in the reverse order of registration. */
    public Builder closeLast(AutoCloseable resource) {
      closeLast.add(resource);
      return this;
    }

    /** Builds and starts the process. */
    public GrpcProcess start() {
      return build().start();
    }

    /**
     * Builds the process.
     *
     * @throws SettingsException if its settings contradict each other or its certificates cannot be
     *     used
     */
    public GrpcProcess build() {
      return new GrpcProcess(this);
    }

    private List<String> serviceNames() {
      return Stream.concat(services.stream(), directServices.stream())
          .map(service -> service.getServiceDescriptor().getName())
          .toList();
    }
  }
}
