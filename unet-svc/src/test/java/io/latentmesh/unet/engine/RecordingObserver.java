package io.latentmesh.unet.engine;

import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told, in words. */
final class RecordingObserver implements EngineObserver {
  private final List<String> events = new ArrayList<>();

  @Override
  public void ran(List<Row> rows, Forward forward) {
    events.add("ran " + rows.size() + " rows in " + forward.runNanos() + " ns");
  }

  @Override
  public void failed(List<Row> rows, Throwable failure) {
    events.add("failed " + rows.size() + " rows: " + failure.getMessage());
  }

  @Override
  public void nonFinite(Row row) {
    events.add("not finite at " + row.timestep());
  }

  List<String> events() {
    return events;
  }
}
