package io.latentmesh.unet;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.latentmesh.serving.model.ModelShelf;
import io.latentmesh.unet.engine.Engines;
import io.latentmesh.unet.engine.FakeDenoiser;
import io.latentmesh.unet.engine.FirstComeFirstServed;
import io.latentmesh.unet.engine.StepEngine;
import io.latentmesh.v1.DenoiseRequest;
import io.latentmesh.v1.DenoiserServiceGetModelResponse;
import io.latentmesh.v1.DenoiserServiceGrpc;
import io.latentmesh.v1.Open;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;

/** The service on one thread: calls go through at once, and the test steps the engine. */
final class InProcessDenoiser implements AutoCloseable {
  final FakeDenoiser model = new FakeDenoiser();
  final AtomicLong clock = new AtomicLong();
  final StepEngine engine = Engines.of(new FirstComeFirstServed(8), model, clock::get);
  final ModelShelf<LoadedDenoiser> models;
  final DenoiserService service;
  private final Server server;
  private final ManagedChannel channel;

  InProcessDenoiser() {
    this(Messages.DESCRIPTION);
  }

  /** With a model that says this of itself. */
  InProcessDenoiser(DenoiserServiceGetModelResponse description) {
    models =
        ModelShelf.holding(
            "demo",
            new LoadedDenoiser(
                description,
                engine,
                engine::sizings,
                new LoadedDenoiser.Queue(
                    engine::waiting, engine::oldestAgeNanos, engine::isStuck)));
    service = new DenoiserService(models, TestLimits.SMALL, () -> "replica-1", clock::get);
    String name = InProcessServerBuilder.generateName();
    try {
      server =
          InProcessServerBuilder.forName(name).directExecutor().addService(service).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  DenoiserServiceGrpc.DenoiserServiceStub stub() {
    return DenoiserServiceGrpc.newStub(channel);
  }

  ManagedChannel channel() {
    return channel;
  }

  /** A stream that was opened with {@link Messages#open}. */
  StreamObserver<DenoiseRequest> open(RecordedResponses responses) {
    return open(responses, Messages.open());
  }

  StreamObserver<DenoiseRequest> open(RecordedResponses responses, Open.Builder open) {
    StreamObserver<DenoiseRequest> requests = stub().denoise(responses);
    requests.onNext(Messages.of(open));
    return requests;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
