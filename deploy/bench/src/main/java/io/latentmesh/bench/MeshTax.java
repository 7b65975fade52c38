package io.latentmesh.bench;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerationStats;
import io.latentmesh.v1.ImageServiceGrpc;
import java.nio.file.Path;

/**
 * What the mesh costs per step: the same guided images denoised by plain method calls, by the four
 * services in one process, and by four processes, interleaved in one run.
 */
public final class MeshTax {
  private static final int STEPS = 20;
  private static final double GUIDANCE_SCALE = 2.5;
  private static final int WARM_UP_ROUNDS = 10;

  private final Sample direct = new Sample();
  private final Sample standalone = new Sample();
  private final Sample processes = new Sample();

  private MeshTax() {}

  /** Where the contenders are. */
  public record Contenders(Path model, String standalone, String processes) {}

  /** Runs {@code rounds} images through each contender and tells the result. */
  public static MeshTaxResult run(Contenders contenders, int rounds) {
    ManagedChannel one = connect(contenders.standalone());
    ManagedChannel four = connect(contenders.processes());
    try (DirectLoop loop = DirectLoop.open(contenders.model(), STEPS, GUIDANCE_SCALE)) {
      var tax = new MeshTax();
      GenerationStats last = GenerationStats.getDefaultInstance();
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        last = tax.round(loop, one, four, round);
      }
      return new MeshTaxResult(
          rounds,
          loop.evaluations(),
          tax.direct,
          tax.standalone,
          tax.processes,
          last.getDenoiserBytes());
    } finally {
      one.shutdownNow();
      four.shutdownNow();
    }
  }

  private GenerationStats round(
      DirectLoop loop, ManagedChannel one, ManagedChannel four, int round) {
    double own = loop.run(round);
    GenerationStats inOne = generate(one, round);
    GenerationStats inFour = generate(four, round);
    if (round >= 0) {
      direct.add(own);
      standalone.add(denoising(inOne));
      processes.add(denoising(inFour));
    }
    return inFour;
  }

  private static GenerationStats generate(ManagedChannel channel, long seed) {
    var request =
        GenerateRequest.newBuilder()
            .setPrompt("a red heart")
            .setSteps(STEPS)
            .setGuidanceScale(GUIDANCE_SCALE)
            .setSeed(seed & 0xffff_ffffL);
    return ImageServiceGrpc.newBlockingStub(channel)
        .generateImages(GenerateImagesRequest.newBuilder().setRequest(request).build())
        .getStats();
  }

  private static double denoising(GenerationStats stats) {
    return stats.getDenoising().getSeconds() + stats.getDenoising().getNanos() / 1e9;
  }

  private static ManagedChannel connect(String address) {
    return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
  }
}
