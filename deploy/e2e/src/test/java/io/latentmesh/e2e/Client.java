package io.latentmesh.e2e;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc;
import io.latentmesh.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client as anybody would write one, with nothing but the generated stubs. */
final class Client implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int STEPS = 4;

  private final ManagedChannel channel;

  Client(String address) {
    channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
  }

  ManagedChannel channel() {
    return channel;
  }

  ImageServiceBlockingStub images() {
    return ImageServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE);
  }

  /** A request that is quick to draw: a few steps of a deterministic sampler. */
  static GenerateRequest.Builder quick(String prompt) {
    return GenerateRequest.newBuilder()
        .setPrompt(prompt)
        .setSteps(STEPS)
        .setSampler("dpm++-2m")
        .setSeed(1);
  }

  /** All events of a generation, in order. */
  List<GenerateResponse> generate(GenerateRequest request) {
    List<GenerateResponse> events = new ArrayList<>();
    images().generate(request).forEachRemaining(events::add);
    return events;
  }

  /** The pictures of a generation, by index. */
  List<byte[]> pngs(GenerateRequest request) {
    return generate(request).stream()
        .filter(GenerateResponse::hasImage)
        .map(GenerateResponse::getImage)
        .sorted((a, b) -> Integer.compare(a.getIndex(), b.getIndex()))
        .map(image -> image.getPng().toByteArray())
        .toList();
  }

  byte[] png(GenerateRequest request) {
    return pngs(request).getFirst();
  }

  /** The sum of a metric's series on a metrics page. */
  static double metric(String page, String name) {
    return scrape(page)
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The sum of a metric's series that have a label, for example {@code target="unet"}. */
  static double metric(String page, String name, String label) {
    return scrape(page)
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  static String scrape(String page) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
