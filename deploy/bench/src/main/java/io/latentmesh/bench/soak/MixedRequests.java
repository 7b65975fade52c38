package io.latentmesh.bench.soak;

import io.latentmesh.v1.GenerateRequest;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Requests of many kinds, by number: the same number and seed are the same request. Sizes, steps,
 * samplers, guidance, previews and numbers of images differ, and so do most texts.
 */
record MixedRequests(long seed) implements IntFunction<GenerateRequest> {
  private static final long STRIDE = 0x9E3779B97F4A7C15L; // the golden ratio in 64 bits
  private static final List<String> THINGS =
      List.of("heart", "sun", "tree", "fish", "cat", "star", "apple", "house", "moon", "flower");
  private static final List<String> SAMPLERS =
      List.of("euler", "euler-a", "ddim", "pndm", "dpm++-2m");
  private static final List<Integer> SIDES = List.of(64, 64, 64, 32, 96);
  private static final int FEWEST_STEPS = 4;
  private static final int MOST_STEPS = 20;
  private static final double GUIDANCE_SCALE = 2.5;
  private static final int TEXTS = 5;

  @Override
  public GenerateRequest apply(int index) {
    var random = new Random(seed + index * STRIDE);
    GenerateRequest.Builder request =
        GenerateRequest.newBuilder()
            .setPrompt(
                "a %s, number %d"
                    .formatted(THINGS.get(random.nextInt(THINGS.size())), random.nextInt(TEXTS)))
            .setSampler(SAMPLERS.get(random.nextInt(SAMPLERS.size())))
            .setSteps(random.nextInt(FEWEST_STEPS, MOST_STEPS + 1))
            .setGuidanceScale(random.nextInt(4) == 0 ? 1 : GUIDANCE_SCALE)
            .setWidth(SIDES.get(random.nextInt(SIDES.size())))
            .setHeight(SIDES.get(random.nextInt(SIDES.size())))
            .setSeed(random.nextInt(Integer.MAX_VALUE));
    if (random.nextInt(8) == 0) {
      request.setPreviewEvery(2);
    }
    if (random.nextInt(10) == 0) {
      request.setCount(2);
    }
    return request.build();
  }
}
