package io.latentmesh.orchestrator.faults;

import io.latentmesh.orchestrator.faults.Fault.Kind;
import io.latentmesh.orchestrator.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong in one schedule, drawn from its seed. */
final class FaultPlan {
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final int MAX_OF_UNET = 6;
  private static final int MAX_OF_OTHERS = 3;
  private static final int MAX_MILLIS = 120;

  /** About as many messages as a replica gets. */
  private static final int MESSAGES_OF_UNET = 40;

  private static final int MESSAGES_OF_OTHERS = 4;

  private FaultPlan() {}

  static List<Fault> draw(SplittableRandom random) {
    List<Fault> faults = new ArrayList<>();
    for (Stage tier : Stage.values()) {
      boolean unet = tier == Stage.UNET;
      int count = random.nextInt(unet ? MAX_OF_UNET + 1 : MAX_OF_OTHERS + 1);
      for (int i = 0; i < count; i++) {
        Kind kind = kind(random, faults);
        faults.add(
            new Fault(
                tier,
                random.nextInt(FaultyMesh.replicas(tier)),
                1 + random.nextInt(unet ? MESSAGES_OF_UNET : MESSAGES_OF_OTHERS),
                kind,
                1 + random.nextInt(MAX_MILLIS)));
      }
    }
    return faults;
  }

  private static Kind kind(SplittableRandom random, List<Fault> before) {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    boolean another =
        kind.blamesTheWork() && before.stream().anyMatch(fault -> fault.kind().blamesTheWork());
    return another ? Kind.REFUSE : kind;
  }
}
