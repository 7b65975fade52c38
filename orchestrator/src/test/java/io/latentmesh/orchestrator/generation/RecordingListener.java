package io.latentmesh.orchestrator.generation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Keeps what a generation told, in the order it arrived. */
public final class RecordingListener implements GenerationListener {
  private final List<GenerationEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final List<Phase> phases = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void admitted() {}

  @Override
  public void event(GenerationEvent event) {
    events.add(event);
  }

  @Override
  public void phase(Phase phase, Duration duration) {
    phases.add(phase);
  }

  public List<GenerationEvent> events() {
    return List.copyOf(events);
  }

  public List<Phase> phases() {
    return List.copyOf(phases);
  }

  public <E extends GenerationEvent> List<E> events(Class<E> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The finished images by index. */
  public List<GenerationEvent.Image> images() {
    return events(GenerationEvent.Image.class).stream()
        .sorted(Comparator.comparingInt(GenerationEvent.Image::index))
        .toList();
  }
}
