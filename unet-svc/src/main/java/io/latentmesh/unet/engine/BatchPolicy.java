package io.latentmesh.unet.engine;

import java.util.List;

/** Which rows run together next: a pure function, so that every scheduling rule is a table test. */
@FunctionalInterface
public interface BatchPolicy {
  /**
   * Chooses the next forward.
   *
   * @param waiting in order of arrival, none of them cancelled
   * @return rows of {@code waiting}, all of one {@link Row.Kind}; empty only when none waits
   */
  List<Row> choose(List<Row> waiting);
}
