package io.latentmesh.networks.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static final byte[] INPUT = {'x'};
  private static final int MIB = 1 << 20;

  @Test
  void check_ofWhatTakesLittle_passes() {
    Bounds bounds = new Bounds(MIB, Duration.ofSeconds(10));

    assertThatCode(() -> bounds.check(input -> {}, INPUT)).doesNotThrowAnyException();
  }

  @Test
  void check_ofTooManyBytes_throwsWithTheInput() {
    List<byte[]> kept = new ArrayList<>();

    assertThatThrownBy(() -> Bounds.bytes(MIB).check(_ -> kept.add(new byte[MIB]), INPUT))
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("for: x");
  }

  @Test
  void check_ofTooMuchTime_throws() {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    Bounds bounds = new Bounds(MIB, Duration.ofMillis(20));

    assertThatThrownBy(() -> bounds.check(_ -> spend(thread, Duration.ofMillis(40)), INPUT))
        .isInstanceOf(AssertionError.class);
  }

  private static void spend(ThreadMXBean thread, Duration time) {
    long end = thread.getCurrentThreadCpuTime() + time.toNanos();
    while (thread.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }
}
