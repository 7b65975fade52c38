package io.latentmesh.bench.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.latentmesh.bench.load.Call;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.bench.load.Offer;
import io.latentmesh.bench.load.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The stub tier answers as the product does, and its pictures depend on the request alone. */
class StubMeshIT {
  @Test
  void generate_otherReplicas_sameBytes() {
    ByteString one = picture(1);

    assertThat(picture(2)).isEqualTo(one);
    assertThat(one.isEmpty()).isFalse();
  }

  private static ByteString picture(int replicas) {
    var plan =
        new StubMesh.Plan(
            StubModel.demo(),
            new StubDenoiser(StubTimes.constant(Duration.ofMillis(1))),
            replicas,
            Map.of());
    List<ByteString> pictures = new ArrayList<>();
    try (StubMesh mesh = StubMesh.start(plan);
        ImageClient client = ImageClient.open(mesh.address())) {
      var offer =
          new Offer(0, new Requests(4, 2.5).apply(3), System.nanoTime(), Duration.ofMinutes(1));
      Call call =
          client.call(
              offer,
              event -> {
                if (event.hasImage()) {
                  pictures.add(event.getImage().getPng());
                }
              });
      assertThat(call.ok()).as(call.message()).isTrue();
      assertThat(mesh.replicas().stream().mapToDouble(StubReplica::rows).sum()).isEqualTo(8);
    }
    return pictures.getFirst();
  }
}
