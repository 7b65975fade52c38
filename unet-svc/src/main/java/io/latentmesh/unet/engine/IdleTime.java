package io.latentmesh.unet.engine;

/** Accounts for the device's time between forwards. Confined to the engine's thread. */
final class IdleTime {
  private final EngineObserver observer;
  private Idle reason = Idle.NO_STREAMS;
  private long sinceNanos;

  IdleTime(EngineObserver observer, long nowNanos) {
    this.observer = observer;
    this.sinceNanos = nowNanos;
  }

  /** The device was idle until now, for the reason given last. */
  void until(long nowNanos) {
    observer.idle(reason, nowNanos - sinceNanos);
    sinceNanos = nowNanos;
  }

  /** Time from the last call on has this reason. */
  void from(Idle next) {
    reason = next;
  }

  /** The device has been busy until now. */
  void resume(long nowNanos) {
    reason = Idle.PLANNING;
    sinceNanos = nowNanos;
  }
}
