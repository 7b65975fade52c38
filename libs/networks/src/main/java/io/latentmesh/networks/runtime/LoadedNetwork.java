package io.latentmesh.networks.runtime;

import io.latentmesh.networks.folder.WeightFiles;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.safetensors.TensorSet;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A session and what is to be known about its weights. */
final class LoadedNetwork implements AutoCloseable {
  private final List<ModelSession> sessions; // the first owns the weights
  private final CompletableFuture<NetworkIdentity> identity;

  private LoadedNetwork(List<ModelSession> sessions, CompletableFuture<NetworkIdentity> identity) {
    this.sessions = sessions;
    this.identity = identity;
  }

  /** What to load: a reference class name, its weights, and how they become a graph. */
  record Source(String architecture, TensorSet weights, Function<Weights, NetworkGraph> compile) {
    /** Weights of a component's folder: a file, or the index of several. */
    Source(String architecture, Path weights, Function<Weights, NetworkGraph> compile) {
      this(architecture, WeightFiles.open(weights), compile);
    }
  }

  /**
   * Loads a network. Its weights are hashed meanwhile, on a thread that ends by itself, because
   * gigabytes take seconds.
   */
  static LoadedNetwork load(Source source, SessionSettings settings) {
    return load(source, settings, _ -> Parallelism.OPERATORS);
  }

  /** The same, with as many sessions as the chosen parallelism needs. */
  static LoadedNetwork load(
      Source source, SessionSettings settings, Function<NetworkGraph, Parallelism> choice) {
    CompletableFuture<String> hash = hash(source.weights());
    NetworkGraph graph = source.compile().apply(Weights.of(source.weights()));
    String dtype = storedDtype(source.weights());
    List<ModelSession> sessions = choice.apply(graph).open(graph, settings);
    String precision = graph.precision().lowerCaseName();
    String provider = sessions.getFirst().provider().lowerCaseName();
    return new LoadedNetwork(
        sessions,
        hash.thenApply(sha256 ->
            new NetworkIdentity(
                source.architecture(), sha256, graph.parameters(), provider, dtype, precision)));
  }

  ModelSession session() {
    return sessions.getFirst();
  }

  /** All sessions; they may run at the same time. */
  List<ModelSession> sessions() {
    return sessions;
  }

  /** Waits for the hash when it is not ready. */
  NetworkIdentity identity() {
    return identity.join();
  }

  @Override
  public void close() {
    sessions.reversed().forEach(ModelSession::close);
  }

  private static CompletableFuture<String> hash(TensorSet weights) {
    return CompletableFuture.supplyAsync(
        weights::sha256, task -> Thread.ofPlatform().daemon().name("weights-hash").start(task));
  }

  private static String storedDtype(TensorSet weights) {
    return weights.slices().values().stream()
        .collect(
            Collectors.groupingBy(
                slice -> slice.dtype().name(),
                Collectors.summingLong(slice -> slice.stored().byteCount())))
        .entrySet()
        .stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse("none");
  }
}
