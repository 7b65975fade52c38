package io.latentmesh.bench.step;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.latentmesh.bench.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The round trip of one guided step, 32 KiB up and 64 KiB down, through the product's own denoiser
 * service around a network that answers at once; against an echo of the same bytes by the same gRPC
 * from the same process, on a stream and as unary calls. A third echo is answered by another thread
 * than the transport's, as whatever waits for a device must be. Blocks of all in turn.
 */
public final class StepBench {
  private static final int CALLS_PER_BLOCK = 200;
  private static final int WARM_UP_BLOCKS = 40;
  private static final int COUNTED_STEPS = 200;

  private StepBench() {}

  /** Runs {@code blocks} blocks of each contender. */
  public static StepResult run(int blocks) throws IOException {
    try (ServerProcess servers = ServerProcess.start()) {
      long bytes = bytesPerStep(servers.denoiser());
      List<ManagedChannel> channels = new ArrayList<>();
      try {
        Map<String, RoundTrip> contenders = contenders(servers, channels);
        Map<String, Sample> micros = measure(contenders, blocks);
        contenders.values().forEach(RoundTrip::close);
        return new StepResult(micros, bytes);
      } finally {
        channels.forEach(ManagedChannel::shutdownNow);
      }
    }
  }

  private static Map<String, RoundTrip> contenders(
      ServerProcess servers, List<ManagedChannel> channels) {
    for (String address :
        List.of(servers.echo(), servers.echo(), servers.echo(), servers.denoiser())) {
      channels.add(connect(address));
    }
    Map<String, RoundTrip> contenders = new LinkedHashMap<>();
    contenders.put(StepResult.ECHO, new EchoStream(channels.get(0), Echo.STREAM, StepStream.SIZES));
    contenders.put(
        StepResult.HANDED_ON, new EchoStream(channels.get(1), Echo.HANDED_ON, StepStream.SIZES));
    contenders.put(StepResult.UNARY, new EchoUnary(channels.get(2), StepStream.SIZES));
    contenders.put(StepResult.STEP, new StepStream(channels.get(3)));
    return contenders;
  }

  private static Map<String, Sample> measure(Map<String, RoundTrip> contenders, int blocks) {
    Map<String, Sample> micros = new LinkedHashMap<>();
    for (int block = -WARM_UP_BLOCKS; block < blocks; block++) {
      for (var contender : contenders.entrySet()) {
        Sample sample = block(contender.getValue());
        if (block >= 0) {
          micros.merge(contender.getKey(), sample, Sample::and);
        }
      }
    }
    return micros;
  }

  private static Sample block(RoundTrip contender) {
    var sample = new Sample();
    for (int call = 0; call < CALLS_PER_BLOCK; call++) {
      long begun = System.nanoTime();
      contender.run();
      sample.add((System.nanoTime() - begun) / 1e3);
    }
    return sample;
  }

  private static long bytesPerStep(String denoiser) throws IOException {
    try (CountingRelay relay = CountingRelay.to(denoiser)) {
      ManagedChannel channel = connect(relay.address());
      try (StepStream steps = new StepStream(channel)) {
        steps.run();
        long before = relay.bytes();
        for (int step = 0; step < COUNTED_STEPS; step++) {
          steps.run();
        }
        return Math.round((double) (relay.bytes() - before) / COUNTED_STEPS);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static ManagedChannel connect(String address) {
    return NettyChannelBuilder.forTarget(address).usePlaintext().directExecutor().build();
  }
}
