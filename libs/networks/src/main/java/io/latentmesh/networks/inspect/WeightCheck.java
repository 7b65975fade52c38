package io.latentmesh.networks.inspect;

import io.latentmesh.networks.graph.Weights;
import io.latentmesh.networks.graph.WeightsException;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether weights are what the networks of a component need. */
record WeightCheck(Findings findings) {
  /** Tensors listed by name per component; more are counted. */
  private static final int LISTED = 5;

  /** Reads all bytes of the files, to hash them. */
  Optional<WeightReport> report(TensorSet weights, List<Consumer<Weights>> networks) {
    listSurprises(weights);
    networks.forEach(network -> fit(weights, network));
    return findings.attempt(() -> WeightReport.of(weights));
  }

  /** Compiling is the check: it asks for every tensor that the config promises. */
  private void fit(TensorSet weights, Consumer<Weights> network) {
    try {
      network.accept(Weights.of(weights));
    } catch (WeightsException e) {
      findings.add(String.valueOf(e.getMessage()));
    }
  }

  /** Weights are floats; the one integer tensor of old text encoders is a constant. */
  private void listSurprises(TensorSet weights) {
    List<String> surprises = new ArrayList<>();
    weights
        .slices()
        .forEach((name, slice) -> {
          if (!slice.dtype().isFloat() && !name.endsWith("position_ids")) {
            surprises.add(surprise(slice));
          }
        });
    findings.addAll(surprises.subList(0, Math.min(LISTED, surprises.size())));
    if (surprises.size() > LISTED) {
      findings.add(
          "%s: %d more tensors of such types"
              .formatted(weights.source(), surprises.size() - LISTED));
    }
  }

  private static String surprise(TensorSlice slice) {
    return "%s: tensor '%s': dtype: must be F32, F16, BF16 or F64, was %s"
        .formatted(slice.file(), slice.stored().name(), slice.dtype());
  }
}
