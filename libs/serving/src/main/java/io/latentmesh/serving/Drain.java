package io.latentmesh.serving;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The order in which a process ends. A step that fails is logged and the next one follows. */
final class Drain {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  /** Time for cancelled calls to notice; what holds native memory is closed after it. */
  private static final Duration CANCELLED_CALLS = Duration.ofSeconds(5);

  private final ServerSettings settings;
  private final HealthStates health;
  private final Server server;
  private final ExecutorService handlers;
  private final List<Runnable> hooks = new ArrayList<>();
  private final List<AutoCloseable> resources = new ArrayList<>();

  Drain(ServerSettings settings, HealthStates health, Server server, ExecutorService handlers) {
    this.settings = settings;
    this.health = health;
    this.server = server;
    this.handlers = handlers;
  }

  void onDrain(Runnable hook) {
    hooks.add(hook);
  }

  void closeLast(AutoCloseable resource) {
    resources.add(resource);
  }

  void run() {
    step("health", health::end);
    long hooksBegin = System.nanoTime();
    hooks.forEach(hook -> step("hook", hook::run));
    Duration inHooks = Duration.ofNanos(System.nanoTime() - hooksBegin);
    step("lame duck", () -> awaitServer(settings.lameDuck()));
    step("server", () -> endServer(settings.drainTimeout().minus(inHooks)));
    step("handlers", this::endHandlers);
    resources.reversed().forEach(resource -> step("close", resource::close));
  }

  /**
   * @param patience what the hooks, which may wait for work as well, have left of the drain timeout
   */
  private void endServer(Duration patience) throws InterruptedException {
    server.shutdown();
    if (!awaitServer(patience)) {
      log.warn("event=drain_timeout seconds={}", settings.drainTimeout().toSeconds());
      server.shutdownNow();
      awaitServer(CANCELLED_CALLS);
    }
  }

  /** Calls have ended for their clients; this waits for the code that served them. */
  private void endHandlers() throws InterruptedException {
    handlers.shutdown();
    if (!handlers.awaitTermination(CANCELLED_CALLS.toNanos(), NANOSECONDS)) {
      handlers.shutdownNow();
      handlers.awaitTermination(CANCELLED_CALLS.toNanos(), NANOSECONDS);
    }
  }

  /** Waits for the server's end: the whole time while it has not been told to shut down. */
  private boolean awaitServer(Duration limit) throws InterruptedException {
    return server.awaitTermination(limit.toNanos(), NANOSECONDS);
  }

  private static void step(String name, Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("event=drain_interrupted step={}", name);
    } catch (Exception e) {
      log.error("event=drain_failed step={}", name, e);
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }
}
