package io.latentmesh.serving;

import io.latentmesh.v1.EncodeResponse;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A process whose one call ends when draining begins; says on standard output what happens. */
final class DrainingMain {
  private DrainingMain() {}

  public static void main(String[] args) {
    CountDownLatch gate = new CountDownLatch(1);
    Metrics metrics = Metrics.create("draining");
    GrpcProcess process =
        GrpcProcess.builder(
                "draining", ExampleSettings.with(Map.of()).server(), Observation.of(metrics))
            .service(
                new StubEncoder(request -> {
                  System.out.println("entered");
                  await(gate);
                  return EncodeResponse.getDefaultInstance();
                }))
            .onDrain(() -> System.out.println("hook"))
            .onDrain(gate::countDown)
            .closeLast(() -> System.out.println("closed"))
            .start();
    process.drainOnSigterm();
    process.serving();
    System.out.println(process.port());
    process.awaitTermination();
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
