package io.latentmesh.networks.runtime;

import io.latentmesh.networks.copies.WideCopies;
import io.latentmesh.networks.graph.NetworkGraph;
import io.latentmesh.networks.graph.Precision;
import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A network's graph on its weights as they are stored, or on an F32 copy of them where the CPU
 * would have to widen them: ONNX Runtime holds narrow and wide weights together until all casts are
 * folded, 1.8 times the F32 weights.
 */
final class WideGraph {
  private WideGraph() {}

  static NetworkGraph of(LoadedNetwork.Plan plan, TensorSet weights, SessionSettings settings) {
    NetworkGraph stored = plan.compile().apply(Weights.of(weights)); // tells first what is missing
    Optional<WideCopies> copies = settings.copies().filter(each -> each.wanted(weights));
    if (copies.isEmpty() || !isWide(stored, settings)) {
      return stored;
    }
    return copies
        .get()
        .of(used(stored, weights))
        .map(wide -> plan.compile().apply(Weights.of(wide)))
        .orElse(stored);
  }

  private static boolean isWide(NetworkGraph graph, SessionSettings settings) {
    return graph.precision() == Precision.FP32
        && ExecutionProvider.resolve(settings.provider()) == ExecutionProvider.CPU;
  }

  private static TensorSet used(NetworkGraph graph, TensorSet weights) {
    Map<String, TensorSlice> slices = new LinkedHashMap<>(weights.slices());
    graph.unusedTensors().forEach(slices::remove);
    return new TensorSet(weights.source(), slices);
  }
}
