package io.latentmesh.networks.runtime;

import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.safetensors.FileHash;
import io.latentmesh.networks.safetensors.SafetensorsFile;
import io.latentmesh.networks.safetensors.TensorEntry;
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
  record Source(String architecture, Path weights, Function<Weights, NetworkGraph> compile) {}

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
    try (SafetensorsFile file = SafetensorsFile.open(source.weights())) {
      CompletableFuture<String> hash = hash(file.path());
      NetworkGraph graph = source.compile().apply(Weights.of(file));
      String dtype = storedDtype(file.entries());
      List<ModelSession> sessions = choice.apply(graph).open(graph, settings);
      String provider = sessions.getFirst().provider().lowerCaseName();
      return new LoadedNetwork(
          sessions,
          hash.thenApply(sha256 ->
              new NetworkIdentity(
                  source.architecture(), sha256, graph.parameters(), provider, dtype)));
    }
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

  private static CompletableFuture<String> hash(Path file) {
    return CompletableFuture.supplyAsync(
        () -> FileHash.sha256(file),
        task -> Thread.ofPlatform().daemon().name("weights-hash").start(task));
  }

  private static String storedDtype(Map<String, TensorEntry> entries) {
    return entries.values().stream()
        .collect(
            Collectors.groupingBy(
                entry -> entry.dtype().name(), Collectors.summingLong(TensorEntry::byteCount)))
        .entrySet()
        .stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse("none");
  }
}
