package io.latentmesh.bench.abuse;

import com.google.protobuf.ByteString;
import io.latentmesh.v1.DenoiseRequest;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A denoiser's messages, each of them valid, in an order that is not. */
final class StreamOrders {
  private static final int MOST = 8;

  private StreamOrders() {}

  static List<ByteString> any(RandomGenerator random) {
    Supplier<ByteString> next =
        () -> {
          var open = (DenoiseRequest) ValidRequests.denoise().getFirst();
          var evaluate = (DenoiseRequest) ValidRequests.denoise().getLast();
          return switch (random.nextInt(6)) {
            case 0, 1 -> open.toByteString();
            case 2, 3 -> evaluate.toByteString();
            case 4 -> wrongNumbers(evaluate, random).toByteString();
            default -> ByteString.EMPTY;
          };
        };
    return Stream.generate(next).limit(random.nextInt(MOST)).toList();
  }

  private static DenoiseRequest wrongNumbers(DenoiseRequest evaluate, RandomGenerator random) {
    DenoiseRequest.Builder wrong = evaluate.toBuilder();
    wrong
        .getEvaluateBuilder()
        .setEvaluation(random.nextLong())
        .setConditionings(0, random.nextInt(-1, 3));
    return wrong.build();
  }
}
