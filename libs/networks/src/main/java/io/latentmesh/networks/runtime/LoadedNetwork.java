package io.latentmesh.networks.runtime;

import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.model.ExportedGraph;
import io.latentmesh.networks.model.NetworkSource;
import io.latentmesh.networks.model.StoredWeights;
import io.latentmesh.networks.onnx.OnnxGraphFile;
import io.latentmesh.networks.onnx.OnnxWeights;
import io.latentmesh.networks.safetensors.TensorSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A session and what is to be known about its weights. */
final class LoadedNetwork implements AutoCloseable {
  private final List<ModelSession> sessions; // the first owns the weights
  private final GraphSignature signature;
  private final CompletableFuture<NetworkIdentity> identity;

  private LoadedNetwork(
      List<ModelSession> sessions,
      GraphSignature signature,
      CompletableFuture<NetworkIdentity> identity) {
    this.sessions = sessions;
    this.signature = signature;
    this.identity = identity;
  }

  /**
   * What to load.
   *
   * @param architecture class name in the reference library
   * @param compile makes a graph of stored weights; an exported graph has its own
   */
  record Plan(
      String architecture, NetworkSource network, Function<Weights, NetworkGraph> compile) {}

  /** Loads a network whose operators are divided among all threads. */
  static LoadedNetwork load(Plan plan, SessionSettings settings) {
    return load(plan, settings, _ -> Parallelism.OPERATORS);
  }

  /**
   * Loads a network, with as many sessions as the parallelism needs that is chosen for its number
   * of weights. They are hashed meanwhile, on a thread that ends by itself, because gigabytes take
   * seconds.
   */
  static LoadedNetwork load(Plan plan, SessionSettings settings, LongFunction<Parallelism> choice) {
    return switch (plan.network()) {
      case StoredWeights stored -> compiled(plan, stored.open(), new Opening(settings, choice));
      case ExportedGraph exported -> exported(plan, exported.read(), new Opening(settings, choice));
    };
  }

  /** How sessions are opened. */
  private record Opening(SessionSettings settings, LongFunction<Parallelism> choice) {
    List<ModelSession> sessions(long parameters, Function<SessionSettings, ModelSession> opening) {
      return choice.apply(parameters).open(settings, opening);
    }
  }

  private static LoadedNetwork compiled(Plan plan, TensorSet weights, Opening opening) {
    CompletableFuture<String> hash = hash(weights::sha256);
    NetworkGraph graph = WideGraph.of(plan, weights, opening.settings());
    List<ModelSession> sessions =
        opening.sessions(graph.parameters(), settings -> ModelSession.create(graph, settings));
    return new LoadedNetwork(
        sessions,
        GraphSignature.own(),
        hash.thenApply(sha256 ->
            new NetworkIdentity(
                plan.architecture(),
                sha256,
                graph.parameters(),
                provider(sessions),
                storedDtype(weights),
                graph.precision().lowerCaseName())));
  }

  private static LoadedNetwork exported(Plan plan, OnnxGraphFile file, Opening opening) {
    CompletableFuture<String> hash = hash(file::sha256);
    OnnxWeights weights = file.weights();
    List<ModelSession> sessions =
        opening.sessions(weights.parameters(), settings -> ModelSession.create(file, settings));
    return new LoadedNetwork(
        sessions,
        GraphSignature.of(file),
        hash.thenApply(sha256 ->
            new NetworkIdentity(
                plan.architecture(),
                sha256,
                weights.parameters(),
                provider(sessions),
                weights.storedType(),
                weights.storedType().equals("F16") ? "fp16" : "fp32")));
  }

  private static String provider(List<ModelSession> sessions) {
    return sessions.getFirst().provider().lowerCaseName();
  }

  /** What the graph's inputs and outputs are made of. */
  GraphSignature signature() {
    return signature;
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

  private static CompletableFuture<String> hash(Supplier<String> sha256) {
    return CompletableFuture.supplyAsync(
        sha256, task -> Thread.ofPlatform().daemon().name("weights-hash").start(task));
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
