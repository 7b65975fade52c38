package io.latentmesh.bench.chaos;

/** A fault that lasts until it is closed; closing returns when the process can work again. */
public interface Injury extends AutoCloseable {
  @Override
  void close();
}
