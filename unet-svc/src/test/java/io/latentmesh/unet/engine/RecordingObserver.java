package io.latentmesh.unet.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remembers what it was told, in words. */
final class RecordingObserver implements EngineObserver, DeviceWatch {
  private final List<String> events = new ArrayList<>();
  private final Map<Idle, Long> idle = new EnumMap<>(Idle.class);
  private final Map<Row.Kind, Sizing> sizings = new HashMap<>();

  @Override
  public void ran(List<Row> rows, Forward forward) {
    events.add("ran " + rows.size() + " rows in " + forward.runNanos() + " ns");
  }

  @Override
  public void failed(List<Row> rows, Throwable failure) {
    events.add("failed " + rows.size() + " rows: " + failure.getMessage());
  }

  @Override
  public void ranAgain(List<Row> rows) {
    events.add("again " + rows.size() + " rows");
  }

  @Override
  public void nonFinite(Row row) {
    events.add("not finite at " + row.timestep());
  }

  @Override
  public void late(Row row) {
    events.add("late at " + row.timestep());
  }

  @Override
  public void idle(Idle reason, long nanos) {
    idle.merge(reason, nanos, Long::sum);
  }

  @Override
  public void sized(Row.Kind kind, Sizing sizing) {
    sizings.put(kind, sizing);
  }

  @Override
  public void broken(Throwable failure) {
    events.add("broken: " + failure.getMessage());
  }

  @Override
  public void works() {
    events.add("works");
  }

  List<String> events() {
    return events;
  }

  long idleNanos(Idle reason) {
    return idle.getOrDefault(reason, 0L);
  }

  Map<Row.Kind, Sizing> sizings() {
    return sizings;
  }
}
