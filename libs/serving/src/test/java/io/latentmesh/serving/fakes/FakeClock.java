package io.latentmesh.serving.fakes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Timers that fire when the test moves the clock, on its thread. */
public final class FakeClock extends AbstractExecutorService implements ScheduledExecutorService {
  private final List<Timer> timers = new ArrayList<>();
  private long nowNanos;

  /** Moves the clock, firing what falls due on the way in order of time. */
  public void advance(Duration time) {
    long end = nowNanos + time.toNanos();
    for (Timer next = firstBy(end); next != null; next = firstBy(end)) {
      nowNanos = next.atNanos;
      next.fire();
    }
    nowNanos = end;
  }

  /** Timers that wait. */
  public int waiting() {
    timers.removeIf(FutureTask::isCancelled);
    return timers.size();
  }

  private @org.jspecify.annotations.Nullable Timer firstBy(long end) {
    timers.removeIf(FutureTask::isCancelled);
    return timers.stream()
        .filter(timer -> timer.atNanos <= end)
        .min(Comparator.comparingLong(timer -> timer.atNanos))
        .orElse(null);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return add(task, unit.toNanos(delay), 0);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long first, long delay, TimeUnit unit) {
    return add(task, unit.toNanos(first), unit.toNanos(delay));
  }

  private Timer add(Runnable task, long delayNanos, long everyNanos) {
    Timer timer = new Timer(task, nowNanos + delayNanos, everyNanos);
    timers.add(timer);
    return timer;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long first, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }

  private final class Timer extends FutureTask<Void> implements RunnableScheduledFuture<Void> {
    private final long everyNanos; // 0 = once.
    private long atNanos;

    Timer(Runnable task, long atNanos, long everyNanos) {
      super(() -> {
        task.run();
        return null;
      });
      this.atNanos = atNanos;
      this.everyNanos = everyNanos;
    }

    void fire() {
      if (everyNanos == 0) {
        timers.remove(this);
        run();
        return;
      }
      atNanos += everyNanos;
      runAndReset();
    }

    @Override
    public boolean isPeriodic() {
      return everyNanos > 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(atNanos - nowNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
