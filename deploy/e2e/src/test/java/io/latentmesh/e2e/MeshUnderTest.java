package io.latentmesh.e2e;

/** A mesh that serves the demo model on loopback, and the ways to hurt it. */
interface MeshUnderTest extends AutoCloseable {
  /** host:port of a tier's gRPC server. */
  String address(Tier tier);

  /** URL of a tier's metrics page. */
  String metrics(Tier tier);

  /** Ends a tier at once, as a crash would. */
  void kill(Tier tier);

  /** Begins a tier's graceful end, as SIGTERM would, and returns without waiting for it. */
  void drain(Tier tier);

  /** Waits until a drained tier has ended. */
  void awaitEnd(Tier tier);

  @Override
  void close();
}
