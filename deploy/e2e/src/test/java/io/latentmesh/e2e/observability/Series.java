package io.latentmesh.e2e.observability;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/**
 * One kind of series of one service.
 *
 * @param application the service
 * @param name of a histogram without {@code _bucket}, {@code _count} and {@code _sum}
 * @param labels without {@code application} and a histogram's {@code le}
 */
public record Series(String application, String name, Set<String> labels)
    implements Comparable<Series> {
  public Series {
    labels = Set.copyOf(labels);
  }

  @Override
  public int compareTo(Series other) {
    return Comparator.comparing(Series::toString).compare(this, other);
  }

  @Override
  public String toString() {
    return application + ": " + name + new TreeSet<>(labels);
  }
}
