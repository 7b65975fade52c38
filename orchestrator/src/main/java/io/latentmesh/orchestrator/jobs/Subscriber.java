package io.latentmesh.orchestrator.jobs;

/** One subscription's listener; compared by identity, so that one Runnable may subscribe twice. */
final class Subscriber {
  private final Runnable onChange;

  Subscriber(Runnable onChange) {
    this.onChange = onChange;
  }

  void changed() {
    onChange.run();
  }
}
