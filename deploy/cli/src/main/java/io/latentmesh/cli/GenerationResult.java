package io.latentmesh.cli;

import com.google.protobuf.ByteString;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.GenerationStats;
import io.latentmesh.v1.Image;
import io.latentmesh.v1.ImageChunk;
import io.latentmesh.v1.Plan;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that one Generate call answered. Confined to the thread that reads the call. */
final class GenerationResult {
  private Plan plan = Plan.getDefaultInstance();
  private GenerationStats stats = GenerationStats.getDefaultInstance();
  private final SortedMap<Integer, FinishedImage> images = new TreeMap<>();

  /** Reads all events, showing progress on the way. */
  static GenerationResult read(Iterator<GenerateResponse> events, ProgressView view) {
    var result = new GenerationResult();
    while (events.hasNext()) {
      result.accept(events.next(), view);
    }
    return result;
  }

  Plan plan() {
    return plan;
  }

  GenerationStats stats() {
    return stats;
  }

  /** By index. */
  List<FinishedImage> images() {
    return List.copyOf(images.values());
  }

  private void accept(GenerateResponse event, ProgressView view) {
    switch (event.getEventCase()) {
      case ACCEPTED -> {
        plan = event.getAccepted().getPlan();
        view.accepted(plan);
      }
      case PROGRESS -> view.progress(event.getProgress());
      case IMAGE -> begin(event.getImage());
      case IMAGE_CHUNK -> extend(event.getImageChunk());
      case COMPLETED -> stats = event.getCompleted().getStats();
      case PREVIEW, EVENT_NOT_SET -> {} // not shown, or an event of a newer server
    }
  }

  private void begin(Image image) {
    images.put(image.getIndex(), new FinishedImage(image, image.getPng()));
  }

  private void extend(ImageChunk chunk) {
    FinishedImage begun = images.get(chunk.getIndex());
    if (begun == null || begun.png().size() != chunk.getOffset()) {
      throw new IllegalStateException(
          "the server sent parts of image " + chunk.getIndex() + " out of order");
    }
    ByteString png = begun.png().concat(chunk.getData());
    images.put(chunk.getIndex(), new FinishedImage(begun.message(), png));
  }
}
