package io.latentmesh.serving.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSeriesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void residentMemory_isWhatTheKernelSays(@TempDir Path folder) throws IOException {
    Path status = folder.resolve("status");
    Files.writeString(status, "Name:\tjava\nVmRSS:\t   2048 kB\nThreads:\t7\n");
    assertThat(new ResidentMemory(status).bytes()).isEqualTo(2048 * 1024);
  }

  @Test
  void residentMemory_whereNobodyTells_hasNoValue(@TempDir Path folder) {
    assertThat(new ResidentMemory(folder.resolve("missing")).bytes()).isNaN();
  }

  @Test
  void cpuTime_isInSecondsAndGrows() {
    new CpuTime().bindTo(registry);
    double seconds = registry.get("process.cpu").functionCounter().count();
    assertThat(seconds).isPositive().isLessThan(1e6);
  }

  @Test
  void draining_isOneOnceItBegan() {
    ProcessMeters process = new ProcessMeters(registry);
    assertThat(registry.get("latentmesh.draining").gauge().value()).isZero();
    process.draining();
    assertThat(registry.get("latentmesh.draining").gauge().value()).isEqualTo(1);
  }

  @Test
  void build_saysVersionCommitAndJava() {
    var _ = new ProcessMeters(registry);
    assertThat(registry.get("latentmesh.build.info").gauge().getId().getTags())
        .allSatisfy(tag -> assertThat(tag.getValue()).isNotEmpty().doesNotContain("${"))
        .extracting(tag -> tag.getKey())
        .containsExactly("commit", "java", "version");
  }
}
