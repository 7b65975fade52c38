package io.latentmesh.networks.runtime;

import io.latentmesh.networks.architecture.UnetNetwork;
import io.latentmesh.networks.graph.ElementType;
import io.latentmesh.networks.onnx.OnnxArgument;
import io.latentmesh.networks.onnx.OnnxFileException;
import io.latentmesh.networks.onnx.OnnxGraphFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * In what a graph's inputs and outputs differ from those of the graphs written here, which are F32,
 * ids I64, and take a timestep for each row.
 *
 * @param types by name; those not listed are as written here
 */
record GraphSignature(Map<String, ElementType> types, TimestepForm timesteps) {
  GraphSignature {
    types = Map.copyOf(types);
  }

  /** What a graph takes timesteps as. */
  enum TimestepForm {
    /** {@code [B]}: rows need not agree. */
    PER_ROW,
    /** {@code [1]}, one for all rows. */
    ONE,
    /** {@code []}, one for all rows. */
    SCALAR
  }

  /** Of the graphs that are written here. */
  static GraphSignature own() {
    return new GraphSignature(Map.of(), TimestepForm.PER_ROW);
  }

  /**
   * Of an exported graph.
   *
   * @throws OnnxFileException if it has a type that is not known here
   */
  static GraphSignature of(OnnxGraphFile file) {
    Map<String, ElementType> types = new HashMap<>();
    Stream.concat(file.inputs().stream(), file.outputs().stream())
        .forEach(argument -> types.put(argument.name(), type(file, argument)));
    return new GraphSignature(types, timesteps(file));
  }

  private static ElementType type(OnnxGraphFile file, OnnxArgument argument) {
    return Arrays.stream(ElementType.values())
        .filter(type -> type.number() == argument.type())
        .findFirst()
        .orElseThrow(() ->
            file.unsupported(
                "%s: must have one of the types %s, has ONNX type %d"
                    .formatted(
                        argument.name(), Arrays.toString(ElementType.values()), argument.type())));
  }

  /**
   * A graph takes one for each row where it calls the axis as it calls the latent's rows; an axis
   * of another name is a list of one, which exports of older versions have.
   */
  private static TimestepForm timesteps(OnnxGraphFile file) {
    List<OnnxArgument.Dimension> axes =
        file.input(UnetNetwork.TIMESTEP).map(OnnxArgument::dimensions).orElse(List.of());
    if (axes.isEmpty()) {
      return TimestepForm.SCALAR;
    }
    OnnxArgument.Dimension rows = file.requireInput(UnetNetwork.LATENT).dimensions().getFirst();
    boolean perRow = !axes.getFirst().name().isEmpty() && axes.getFirst().equals(rows);
    return perRow ? TimestepForm.PER_ROW : TimestepForm.ONE;
  }

  /** The shapes of a run with the types of this graph. */
  RunShape typed(RunShape shape) {
    return types.isEmpty()
        ? shape
        : new RunShape(
            shape.inputs().stream().map(this::typed).toList(),
            shape.outputs().stream().map(this::typed).toList());
  }

  private TensorSpec typed(TensorSpec spec) {
    return new TensorSpec(spec.name(), types.getOrDefault(spec.name(), spec.type()), spec.shape());
  }
}
