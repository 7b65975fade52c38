package io.latentmesh.unet;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.unet.engine.Claim;
import io.latentmesh.unet.engine.Conditioning;
import io.latentmesh.unet.engine.Evaluation;
import io.latentmesh.unet.engine.FakeDenoiser;
import io.latentmesh.unet.engine.Latent;
import io.latentmesh.unet.engine.LatentShape;
import io.latentmesh.unet.engine.Row;
import io.latentmesh.unet.engine.Urgency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device on which each number of rows costs a second once, and a millisecond for each row. */
class PaddedDenoiserTest {
  private static final long SEARCH = 1_000_000_000;
  private static final long ROW = 1_000_000;

  private final AtomicLong clock = new AtomicLong();
  private final FakeDenoiser device = new FakeDenoiser();
  private final PaddedDenoiser padded = new PaddedDenoiser(device, clock::get);

  @BeforeEach
  void searchOnce() {
    Set<Integer> searched = new HashSet<>();
    device.answerWith(rows -> {
      clock.addAndGet(rows.size() * ROW + (searched.add(rows.size()) ? SEARCH : 0));
      return FakeDenoiser.timesteps(rows);
    });
  }

  @Test
  void denoise_numberIsNotWarm_runsTheNextWarmOneAndDropsTheRest() {
    warm(4);

    List<float[]> outputs = padded.denoise(rows(3));

    assertThat(device.sizes().getLast()).isEqualTo(4);
    assertThat(outputs).hasSize(3);
    assertThat(outputs.get(2)).containsOnly(2);
  }

  @Test
  void denoise_sameNumberAllTheTime_searchesOnceThatWouldHavePaid() {
    warm(4);
    while (device.sizes().getLast() == 4) {
      padded.denoise(rows(3));
    }

    assertThat(device.sizes()).hasSizeBetween(900, 1100);
    padded.denoise(rows(3));
    assertThat(device.sizes().getLast()).isEqualTo(3);
  }

  private void warm(int count) {
    padded.denoise(rows(count));
    padded.denoise(rows(count));
  }

  private static List<Row> rows(int count) {
    LatentShape shape = new LatentShape(1, 2, 2);
    var claim = new Claim(new Claim.Tenant("", 1), Urgency.INTERACTIVE, 0, 0);
    var evaluation = new Evaluation(claim, "", 0, 0, Evaluation.NO_DEADLINE);
    var conditioning = new Conditioning(1, new float[2]);
    return IntStream.range(0, count)
        .mapToObj(i -> new Row(new Latent(shape, new float[4]), i, conditioning, evaluation))
        .toList();
  }
}
