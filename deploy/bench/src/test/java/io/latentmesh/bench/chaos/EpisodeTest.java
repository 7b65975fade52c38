package io.latentmesh.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  private static final List<List<String>> TIERS =
      List.of(List.of("unet-1", "unet-2", "unet-3"), List.of("vae-1", "vae-2"));

  private static final List<Fault.Kind> PROCESS =
      List.of(Fault.Kind.KILL, Fault.Kind.FREEZE, Fault.Kind.DRAIN);

  @Test
  void of_sameSeedAndNumber_isTheSame() {
    assertThat(Episode.of(7, 12, TIERS, PROCESS)).isEqualTo(Episode.of(7, 12, TIERS, PROCESS));
  }

  @Test
  void of_otherSeed_isAnother() {
    assertThat(Episode.of(8, 12, TIERS, PROCESS)).isNotEqualTo(Episode.of(7, 12, TIERS, PROCESS));
  }

  @Test
  void of_twoHundredEpisodes_haveEveryKindAndProcess() {
    List<Fault.Kind> kinds = List.of(Fault.Kind.values());
    List<Fault> faults =
        IntStream.rangeClosed(1, 200)
            .mapToObj(number -> Episode.of(1, number, TIERS, kinds).fault())
            .toList();

    assertThat(faults).extracting(Fault::kind).contains(Fault.Kind.values());
    assertThat(faults)
        .extracting(Fault::process)
        .contains("unet-1", "unet-2", "unet-3", "vae-1", "vae-2");
  }

  @Test
  void of_kindsOfProcesses_areTheOnlyOnes() {
    List<Fault> faults =
        IntStream.rangeClosed(1, 50)
            .mapToObj(number -> Episode.of(1, number, TIERS, PROCESS).fault())
            .toList();

    assertThat(faults).extracting(Fault::kind).hasSameElementsAs(PROCESS);
  }
}
