package io.latentmesh.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  private static final List<List<String>> TIERS =
      List.of(List.of("unet-1", "unet-2", "unet-3"), List.of("vae-1", "vae-2"));

  @Test
  void of_sameSeedAndNumber_isTheSame() {
    assertThat(Episode.of(7, 12, TIERS)).isEqualTo(Episode.of(7, 12, TIERS));
  }

  @Test
  void of_otherSeed_isAnother() {
    assertThat(Episode.of(8, 12, TIERS)).isNotEqualTo(Episode.of(7, 12, TIERS));
  }

  @Test
  void of_fiftyEpisodes_haveEveryKindAndProcess() {
    List<Fault> faults =
        IntStream.rangeClosed(1, 50)
            .mapToObj(number -> Episode.of(1, number, TIERS).fault())
            .toList();

    assertThat(faults).extracting(Fault::kind).contains(Fault.Kind.values());
    assertThat(faults)
        .extracting(Fault::process)
        .contains("unet-1", "unet-2", "unet-3", "vae-1", "vae-2");
  }
}
