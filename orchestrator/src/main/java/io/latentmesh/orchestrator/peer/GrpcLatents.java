package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.Tensor;
import java.util.List;

/** Latents and hidden states as tensors of the wire contract, and back. */
public final class GrpcLatents {
  private GrpcLatents() {}

  /** [C, H, W] F32. */
  public static Tensor tensor(Latent latent) {
    return TensorCodec.ofFloats(latent.toArray(), shape(latent.shape()));
  }

  /** [T, D] F32. */
  public static Tensor hiddenStates(Conditioning conditioning) {
    return TensorCodec.ofFloats(conditioning.hiddenStates(), conditioning.shape());
  }

  /** [C, H, W]. */
  static Tensor tensor(Latent latent, WireType type) {
    return TensorCodec.ofFloats(latent.toArray(), shape(latent.shape()), type.dataType(), "latent");
  }

  /** [T, D]. */
  static Tensor hiddenStates(Conditioning conditioning, WireType type) {
    return TensorCodec.ofFloats(
        conditioning.hiddenStates(), conditioning.shape(), type.dataType(), "hidden_states");
  }

  static List<Long> shape(LatentShape shape) {
    return List.of((long) shape.channels(), (long) shape.height(), (long) shape.width());
  }

  static Latent latent(Tensor tensor, String field, LatentShape shape) {
    TensorCodec.requireShape(tensor, field, shape(shape));
    return Latent.of(shape, TensorCodec.floats(tensor, field));
  }
}
