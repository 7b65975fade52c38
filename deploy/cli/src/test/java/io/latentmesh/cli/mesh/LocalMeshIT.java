package io.latentmesh.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMeshIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void start_processEndsEarly_tellsWhyAndLeavesNoStateFile() {
    var plan =
        new MeshPlan(
            folder, Replicas.SINGLE, 0, Map.of("latentmesh.server.max-message-bytes", "none"));

    assertThatIllegalStateException()
        .isThrownBy(() -> LocalMesh.start(folder, plan, PATIENCE))
        .withMessageContaining("ended before it served")
        .withMessageContaining("max-message-bytes");

    assertThat(new MeshFolder(folder).state()).doesNotExist();
  }
}
