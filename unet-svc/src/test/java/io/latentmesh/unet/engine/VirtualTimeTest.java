package io.latentmesh.unet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private final VirtualTime<String> start = VirtualTime.start();

  @Test
  void received_nobodyWasCharged_isNothing() {
    assertThat(start.received("a")).isZero();
  }

  @Test
  void charge_twice_addsUp() {
    assertThat(start.charge("a", 2).charge("a", 3).received("a")).isEqualTo(5);
  }

  @Test
  void among_partyWasAway_beginsWithTheLeastServed() {
    VirtualTime<String> later = start.charge("a", 7).charge("b", 9).among(List.of("a", "b"));

    assertThat(later.received("c")).isEqualTo(7);
    assertThat(later.received("b")).isEqualTo(9);
  }

  @Test
  void among_oneOfThoseWhoWantServiceHadNone_leavesTimeAlone() {
    VirtualTime<String> served = start.charge("a", 7);

    assertThat(served.among(List.of("a", "c"))).isEqualTo(served);
  }

  @Test
  void among_partiesThatAreNotAhead_areForgotten() {
    VirtualTime<String> later = start.charge("a", 7).charge("b", 7).charge("c", 3);

    assertThat(later.among(List.of("a", "b")).received()).isEmpty();
  }
}
