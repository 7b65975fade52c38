package io.latentmesh.bench.abuse;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.latentmesh.bench.Pause;
import io.latentmesh.v1.GenerateImagesRequest;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.ImageServiceGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that behaves, beside those that do not: it asks every service how it is, and draws the
 * same few pictures again and again.
 */
final class Witness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CADENCE = Duration.ofMillis(500);
  private static final List<String> PROMPTS = List.of("a blue fish", "a green tree", "a cat");
  private static final int STEPS = 2;

  private final List<ManagedChannel> channels;
  private final ManagedChannel orchestrator;
  private final List<com.google.protobuf.ByteString> undisturbed = new ArrayList<>();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final AtomicLong pictures = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong checks = new AtomicLong();
  private volatile boolean over;

  Witness(List<Victim> mesh) {
    channels = mesh.stream().map(Witness::channel).toList();
    orchestrator =
        channels.get(mesh.stream().map(Victim::service).toList().indexOf(MeshService.ORCHESTRATOR));
    PROMPTS.forEach(prompt -> undisturbed.add(draw(prompt)));
  }

  private static ManagedChannel channel(Victim victim) {
    return Grpc.newChannelBuilder(victim.address(), InsecureChannelCredentials.create()).build();
  }

  /** Looks and draws until {@link #end}, on a thread of its own. */
  Thread watch() {
    over = false;
    return Thread.ofVirtual().start(this::run);
  }

  private void run() {
    for (int turn = 0; !over; turn++) {
      look();
      compare(turn % PROMPTS.size());
      Pause.until(System.nanoTime() + CADENCE.toNanos());
    }
  }

  /** Asks every service how it is, once. */
  void look() {
    for (ManagedChannel channel : channels) {
      for (String name : List.of("", "liveness")) {
        check(channel, name);
      }
    }
  }

  /** Draws each picture once more. */
  void compareAll() {
    for (int which = 0; which < PROMPTS.size(); which++) {
      compare(which);
    }
  }

  private void check(ManagedChannel channel, String name) {
    try {
      String status =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(PATIENCE)
              .check(HealthCheckRequest.newBuilder().setService(name).build())
              .getStatus()
              .name();
      checks.incrementAndGet();
      if (!status.equals("SERVING")) {
        complaints.add("health \"%s\" of %s: %s".formatted(name, channel.authority(), status));
      }
    } catch (StatusRuntimeException failure) {
      complaints.add("health of " + channel.authority() + ": " + failure.getStatus());
    }
  }

  /** A mesh that has too much to do may say so: that is no picture, but no wrong one either. */
  private void compare(int which) {
    try {
      if (!draw(PROMPTS.get(which)).equals(undisturbed.get(which))) {
        complaints.add("another picture of \"" + PROMPTS.get(which) + "\" than before");
      }
      pictures.incrementAndGet();
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == io.grpc.Status.Code.RESOURCE_EXHAUSTED) {
        refused.incrementAndGet();
      } else {
        complaints.add("a good request: " + failure.getStatus());
      }
    }
  }

  private com.google.protobuf.ByteString draw(String prompt) {
    GenerateRequest request =
        GenerateRequest.newBuilder().setPrompt(prompt).setSteps(STEPS).setSeed(1).build();
    return ImageServiceGrpc.newBlockingStub(orchestrator)
        .withDeadlineAfter(PATIENCE)
        .generateImages(GenerateImagesRequest.newBuilder().setRequest(request).build())
        .getImages(0)
        .getPng();
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  long pictures() {
    return pictures.get();
  }

  long refused() {
    return refused.get();
  }

  long checks() {
    return checks.get();
  }

  /** Ends {@link #watch}. */
  void end() {
    over = true;
  }

  @Override
  public void close() {
    end();
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
