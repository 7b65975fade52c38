package io.latentmesh.orchestrator.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobIdsTest {
  @Test
  void ids_are128BitsInHexadecimal_eachOnce() {
    var ids = Stream.generate(new JobIds(new SecureRandom())).limit(1000).toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
  }
}
