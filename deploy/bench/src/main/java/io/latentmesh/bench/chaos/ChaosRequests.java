package io.latentmesh.bench.chaos;

import io.latentmesh.v1.GenerateRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests of many kinds, by name: the same seed gives the same ones. */
final class ChaosRequests {
  private static final List<String> PROMPTS =
      List.of("a red heart", "a blue fish", "a green tree", "a yellow sun", "a black cat");
  private static final List<String> SAMPLERS =
      List.of("euler", "euler-a", "ddim", "pndm", "dpm++-2m");
  private static final int FEWEST_STEPS = 4;
  private static final int MOST_STEPS = 16;
  private static final double GUIDANCE_SCALE = 2.5;

  private ChaosRequests() {}

  /** So many requests, in order. */
  static Map<String, GenerateRequest> of(long seed, int count) {
    var random = new Random(seed);
    Map<String, GenerateRequest> requests = new LinkedHashMap<>();
    for (int number = 1; number <= count; number++) {
      requests.put("r" + number, request(random));
    }
    return requests;
  }

  private static GenerateRequest request(Random random) {
    return GenerateRequest.newBuilder()
        .setPrompt(PROMPTS.get(random.nextInt(PROMPTS.size())))
        .setSampler(SAMPLERS.get(random.nextInt(SAMPLERS.size())))
        .setSteps(random.nextInt(FEWEST_STEPS, MOST_STEPS + 1))
        .setGuidanceScale(random.nextInt(4) == 0 ? 1 : GUIDANCE_SCALE)
        .setSeed(random.nextInt(Integer.MAX_VALUE))
        .build();
  }
}
