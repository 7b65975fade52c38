package io.latentmesh.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.bench.abuse.Abuse;
import io.latentmesh.bench.abuse.AbuseResult;
import io.latentmesh.bench.abuse.MeshService;
import io.latentmesh.bench.abuse.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandaloneContractIT extends ContractKit {
  /** A million with {@code ./latentmesh bench abuse}. */
  private static final long BAD_CALLS = Long.getLong("latentmesh.bad-calls", 600);

  private static final long SEED = Long.getLong("latentmesh.bad-calls.seed", 1);
  private static final int CLIENTS = 4;

  @Override
  MeshUnderTest start() throws IOException {
    return StandaloneMesh.start(Duration.ofSeconds(30));
  }

  @Test
  void badCalls_ofEveryKind_endAsTheyMay_andHarmNothing() throws InterruptedException {
    var plan = new Abuse.Plan(SEED, 0, BAD_CALLS, CLIENTS, Duration.ofHours(1), _ -> {});

    AbuseResult result = Abuse.run(plan, victims());

    assertThat(result.faults()).isEmpty();
    assertThat(result.ended("INVALID_ARGUMENT")).isGreaterThan(BAD_CALLS / 5);
    assertThat(result.pictures()).isPositive();
  }

  private List<Victim> victims() {
    return Arrays.stream(Tier.values())
        .map(tier ->
            new Victim(
                MeshService.valueOf(tier.name()),
                mesh().address(tier),
                mesh().metrics(tier),
                Optional.empty()))
        .toList();
  }
}
