package io.latentmesh.orchestrator.faults;

import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.Priority;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * A request of a schedule.
 *
 * @param deadlineMillis of its call
 * @param cancelMillis after which its client goes away
 */
record DrawnRequest(GenerateRequest request, OptionalInt deadlineMillis, OptionalInt cancelMillis) {
  private static final List<String> SAMPLERS =
      List.of("euler", "euler-a", "ddim", "dpm++-2m", "pndm");
  private static final List<Priority> PRIORITIES =
      List.of(
          Priority.PRIORITY_INTERACTIVE,
          Priority.PRIORITY_INTERACTIVE,
          Priority.PRIORITY_INTERACTIVE,
          Priority.PRIORITY_BATCH);
  private static final int PROMPTS = 12;
  private static final int MAX_STEPS = 6;
  private static final int MANY_STEPS = 30;

  /** One request in so many has a deadline, and one in so many is cancelled. */
  private static final int LATE_ONES = 5;

  private static final int CANCELLED_ONES = 8;
  private static final int MAX_MILLIS = 150;

  static DrawnRequest draw(SplittableRandom random) {
    int picture = random.nextInt(PROMPTS);
    var request =
        GenerateRequest.newBuilder()
            .setPrompt("picture " + picture)
            .setSeed(picture)
            .setSteps(picture % 3 == 0 ? MANY_STEPS : 1 + picture % MAX_STEPS)
            .setSampler(SAMPLERS.get(picture % SAMPLERS.size()))
            .setGuidanceScale(picture % 2 == 0 ? 3 : 1)
            .setPriority(PRIORITIES.get(random.nextInt(PRIORITIES.size())))
            .build();
    return new DrawnRequest(request, oneIn(LATE_ONES, random), oneIn(CANCELLED_ONES, random));
  }

  @Override
  public String toString() {
    String deadline =
        deadlineMillis.isPresent() ? " within %d ms".formatted(deadlineMillis.getAsInt()) : "";
    String cancel =
        cancelMillis.isPresent() ? " cancelled after %d ms".formatted(cancelMillis.getAsInt()) : "";
    return request.getPrompt() + deadline + cancel;
  }

  private static OptionalInt oneIn(int many, SplittableRandom random) {
    return random.nextInt(many) == 0
        ? OptionalInt.of(1 + random.nextInt(MAX_MILLIS))
        : OptionalInt.empty();
  }
}
