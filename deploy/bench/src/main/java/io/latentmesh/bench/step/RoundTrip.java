package io.latentmesh.bench.step;

/** Something that is sent and answered. Confined to one thread, which waits for the answer. */
interface RoundTrip extends AutoCloseable {
  void run();

  @Override
  void close();
}
