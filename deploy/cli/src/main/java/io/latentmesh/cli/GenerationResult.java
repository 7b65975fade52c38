package io.latentmesh.cli;

import com.google.protobuf.ByteString;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.GenerationStats;
import io.latentmesh.v1.Image;
import io.latentmesh.v1.ImageChunk;
import io.latentmesh.v1.Plan;
import io.latentmesh.v1.Preview;
import io.latentmesh.v1.Progress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Everything that one Generate call answered. Confined to the thread that reads the call. */
final class GenerationResult {
  private final ProgressView view;
  private final BiConsumer<Preview, Plan> previews;
  private final Map<Integer, Integer> steps = new HashMap<>(); // done, by image
  private Plan plan = Plan.getDefaultInstance();
  private GenerationStats stats = GenerationStats.getDefaultInstance();
  private final SortedMap<Integer, FinishedImage> images = new TreeMap<>();

  private GenerationResult(ProgressView view, BiConsumer<Preview, Plan> previews) {
    this.view = view;
    this.previews = previews;
  }

  /** Reads all events, showing progress and handing over previews on the way. */
  static GenerationResult read(
      Iterator<GenerateResponse> events, ProgressView view, BiConsumer<Preview, Plan> previews) {
    var result = new GenerationResult(view, previews);
    while (events.hasNext()) {
      result.accept(events.next());
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

  private void accept(GenerateResponse event) {
    switch (event.getEventCase()) {
      case ACCEPTED -> {
        plan = event.getAccepted().getPlan();
        view.accepted(plan);
      }
      case PROGRESS -> show(event.getProgress());
      case PREVIEW -> previews.accept(event.getPreview(), plan);
      case IMAGE -> begin(event.getImage());
      case IMAGE_CHUNK -> extend(event.getImageChunk());
      case COMPLETED -> stats = event.getCompleted().getStats();
      case EVENT_NOT_SET -> {} // an event of a newer server
    }
  }

  /** Progress may be left out on the way: what counts is each image's latest. */
  private void show(Progress progress) {
    if (progress.hasQueuePosition()) {
      view.queued(progress);
      return;
    }
    steps.put(progress.getImage(), progress.getStep());
    view.progress(progress, steps.values().stream().mapToInt(Integer::intValue).sum());
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
