package io.latentmesh.textencoder;

import io.latentmesh.serving.coalescing.Coalescer;
import io.latentmesh.serving.model.ForwardMetrics;
import java.util.List;

/** One network for all calls: texts that wait together with one clip skip share a forward. */
final class SharedForwards implements AutoCloseable {
  /** One text and how many layers to leave out for it. */
  record Item(TokenWindow window, int clipSkip) {}

  private final Coalescer<Item, EncodedText> coalescer;
  private final Runnable unqueue;

  /** Starts the thread that the network runs on. */
  SharedForwards(TextEncoder network, int maxTexts, ForwardMetrics metrics) {
    this.coalescer =
        new Coalescer<>(
            "text-encoder",
            maxTexts,
            Item::clipSkip,
            metrics.measured(items -> encode(network, items)));
    this.unqueue = metrics.queue(coalescer);
  }

  /** Blocks until all items are encoded, perhaps in company; one result for each, in order. */
  List<EncodedText> encode(List<Item> items) {
    return coalescer.submit(items);
  }

  @Override
  public void close() {
    coalescer.close();
    unqueue.run();
  }

  private static List<EncodedText> encode(TextEncoder network, List<Item> items) {
    return network.encode(items.stream().map(Item::window).toList(), items.getFirst().clipSkip());
  }
}
