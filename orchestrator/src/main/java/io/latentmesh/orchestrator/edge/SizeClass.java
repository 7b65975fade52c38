package io.latentmesh.orchestrator.edge;

import io.latentmesh.orchestrator.request.GenerationPlan;
import java.util.Arrays;
import java.util.Locale;

/**
 * How large a picture is, as a label: a second is long for 256 x 256 pixels and short for 1024 x
 * 1024, and the sizes themselves are too many for labels.
 */
enum SizeClass {
  /** At most 256 x 256 pixels. */
  SMALL(256),
  /** At most 512 x 512. */
  MEDIUM(512),
  /** At most 1024 x 1024. */
  LARGE(1024),
  HUGE(Integer.MAX_VALUE);

  private final long pixels;

  SizeClass(long side) {
    this.pixels = side * side;
  }

  static SizeClass of(GenerationPlan plan) {
    return of((long) plan.width() * plan.height());
  }

  static SizeClass of(long pixels) {
    return Arrays.stream(values()).filter(each -> pixels <= each.pixels).findFirst().orElse(HUGE);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
