package io.latentmesh.serving.model;

import io.grpc.Status;
import io.latentmesh.serving.ServiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Decides which models give their room to another: those unused for longest. */
final class Eviction {
  private Eviction() {}

  /**
   * The fewest of the least recently used that leave room for {@code bytes} more.
   *
   * @throws ServiceException RESOURCE_EXHAUSTED (MODEL_MEMORY) if all that can go would not do
   */
  static <M> List<ShelfPlace<M>> plan(
      Collection<ShelfPlace<M>> places, long bytes, long budgetBytes) {
    long taken =
        places.stream()
            .filter(ShelfPlace::takesRoom)
            .mapToLong(place -> place.offer().bytes())
            .sum();
    List<ShelfPlace<M>> going = new ArrayList<>();
    for (ShelfPlace<M> place : oldestFirst(places)) {
      if (taken + bytes <= budgetBytes) {
        break;
      }
      taken -= place.offer().bytes();
      going.add(place);
    }
    if (taken + bytes > budgetBytes) {
      throw ServiceException.of(
          Status.Code.RESOURCE_EXHAUSTED,
          "MODEL_MEMORY",
          "the model needs %d bytes beside %d of models in use, the budget is %d"
              .formatted(bytes, taken, budgetBytes));
    }
    return going;
  }

  private static <M> List<ShelfPlace<M>> oldestFirst(Collection<ShelfPlace<M>> places) {
    return places.stream()
        .filter(ShelfPlace::canGo)
        .sorted(Comparator.comparingLong(ShelfPlace::lastUse))
        .toList();
  }
}
