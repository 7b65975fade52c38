package io.latentmesh.unet.engine;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The one platform thread that steps an engine: it runs while rows wait and parks otherwise. A
 * platform thread because the model's native call would pin a virtual thread's carrier.
 */
public final class EngineLoop implements Intake, AutoCloseable {
  private final StepEngine engine;
  private final Thread thread;
  private volatile boolean closing;

  private EngineLoop(String name, StepEngine engine) {
    this.engine = engine;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /** Starts a thread named {@code name} that owns {@code engine} from now on. */
  public static EngineLoop start(String name, StepEngine engine) {
    EngineLoop loop = new EngineLoop(name, engine);
    loop.thread.start();
    return loop;
  }

  /** Queues rows and wakes the thread. */
  @Override
  public void submit(List<Row> rows) {
    engine.submit(rows);
    LockSupport.unpark(thread);
  }

  @Override
  public void left(Claim claim) {
    engine.left(claim);
    LockSupport.unpark(thread); // nobody else would look at the note
  }

  /** Ends the thread after the forward that runs, if any; rows that wait fail. */
  @Override
  public void close() {
    engine.close();
    closing = true;
    LockSupport.unpark(thread);
    joinUninterruptibly();
  }

  private void run() {
    while (!closing) {
      if (engine.step() == 0) {
        park(); // returns at once when a submit came in between
      }
    }
    engine.step(); // closed by now: rows that still wait fail
  }

  private void park() {
    long nanos = engine.patienceNanos();
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(this);
      return;
    }
    LockSupport.parkNanos(this, nanos);
  }

  /**
   * The model must not be closed under a running forward, so an interrupt does not end the wait.
   */
  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
