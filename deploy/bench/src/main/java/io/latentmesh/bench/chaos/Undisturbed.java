package io.latentmesh.bench.chaos;

import io.latentmesh.bench.load.Call;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.bench.load.Offer;
import io.latentmesh.v1.GenerateRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A picture as it is when nothing goes wrong. */
final class Undisturbed {
  private Undisturbed() {}

  static String sha256(ImageClient client, GenerateRequest request, Duration deadline) {
    List<String> hashes = new ArrayList<>();
    Call call =
        client.call(
            new Offer(0, request, System.nanoTime(), deadline),
            event -> {
              if (event.hasImage()) {
                hashes.add(RecordedCalls.sha256(event.getImage().getPng()));
              }
            });
    if (!call.ok() || hashes.size() != 1) {
      throw new IllegalStateException(
          "without any fault a call ended with %s, %d pictures: %s"
              .formatted(call.code(), hashes.size(), call.message()));
    }
    return hashes.getFirst();
  }
}
