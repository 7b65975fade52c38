package io.latentmesh.networks.copies;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.SafetensorsException;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * F32 copies of F16 and BF16 weights for networks that compute in F32. A session on a copy has the
 * memory and the time of one on an F32 file, because it is one; a session on narrow weights holds
 * both forms of them while it is created. Numbers are the same bit for bit.
 *
 * <p>A copy is made by the first process that asks, and found by the others. Where none can be had,
 * the weights stay as they are, with a warning. Any thread, any number of processes.
 */
public record WideCopies(CopyFolder folder) {
  private static final Logger log = LoggerFactory.getLogger(WideCopies.class);
  private static final Set<Dtype> NARROW = Set.of(Dtype.F16, Dtype.BF16);

  /** Whether {@link #of} would look for a copy of these. */
  public boolean wanted(TensorSet weights) {
    long wide =
        weights.slices().values().stream()
            .filter(WideCopies::isNarrow)
            .mapToLong(slice -> Float.BYTES * slice.stored().elements())
            .sum();
    return wide > 0 && folder.limits().admit(wide);
  }

  /**
   * The same tensors in F32 in one file, which may take a minute to write; nothing where they are
   * not wanted or cannot be had.
   *
   * @param weights all F32, F16 or BF16
   */
  public Optional<TensorSet> of(TensorSet weights) {
    if (!wanted(weights)) {
      return Optional.empty();
    }
    try {
      return Optional.of(copied(CopyPlan.of(weights)));
    } catch (IOException | SafetensorsException e) {
      log.warn(
          "narrow weights are widened in memory file={} reason=\"{}\"",
          weights.source(),
          e.toString());
      return Optional.empty();
    }
  }

  private TensorSet copied(CopyPlan plan) throws IOException {
    Path copy = folder.use(new WideCopy(plan));
    log.info(
        "narrow weights have a wide copy file={} copy={} bytes={}",
        plan.source().source(),
        copy,
        plan.byteCount());
    return plan.tensors(copy);
  }

  static boolean isNarrow(TensorSlice slice) {
    return NARROW.contains(slice.dtype());
  }
}
