package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.UnetNetwork.HIDDEN_STATES;
import static io.latentmesh.networks.architecture.UnetNetwork.TEXT_EMBEDS;
import static io.latentmesh.networks.architecture.UnetNetwork.TIMESTEP_CONDITION;
import static io.latentmesh.networks.architecture.UnetNetwork.TIME_IDS;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one row of a denoiser or a ControlNet is conditioned on. Which parts a network takes, its
 * configuration says; it refuses rows that lack one and rows that have one too many.
 *
 * <p>Immutable, but keeps the arrays it is given. Nobody may write to them until the call that
 * takes the row has returned; the model only reads.
 */
public final class Conditioning {
  private final Map<String, float[]> parts;
  private final @Nullable ControlResiduals residuals; // null means none

  private Conditioning(Map<String, float[]> parts, @Nullable ControlResiduals residuals) {
    this.parts = parts;
    this.residuals = residuals;
  }

  /** The text encoders' hidden states, {@code [T,D]} in C order, and nothing else. */
  public static Conditioning of(float[] hiddenStates) {
    return new Conditioning(Map.of(HIDDEN_STATES, hiddenStates), null);
  }

  /**
   * With what SDXL takes besides.
   *
   * @param textEmbeds {@code [P]}: the pooled and projected state of the last text encoder
   * @param timeIds {@code [K]}: original height and width, top and left of the crop, then target
   *     height and width, all in pixels, or, for the refiner, an aesthetic score
   */
  public Conditioning withTextAndSizes(float[] textEmbeds, float[] timeIds) {
    return with(TEXT_EMBEDS, textEmbeds).with(TIME_IDS, timeIds);
  }

  /**
   * With what models distilled for a guidance scale take beside the timestep.
   *
   * @param condition {@code [C]}: sinusoidal features of the guidance scale less one
   */
  public Conditioning withTimestepCondition(float[] condition) {
    return with(TIMESTEP_CONDITION, condition);
  }

  /** With the weighted sum of what the row's ControlNets add. */
  public Conditioning withResiduals(ControlResiduals sum) {
    return new Conditioning(parts, sum);
  }

  private Conditioning with(String name, float[] values) {
    Map<String, float[]> more = new LinkedHashMap<>(parts);
    more.put(name, values);
    return new Conditioning(more, residuals);
  }

  /** By the name of the network's input. */
  Map<String, float[]> parts() {
    return parts;
  }

  float[] part(String name) {
    return Objects.requireNonNull(parts.get(name), name);
  }

  Optional<ControlResiduals> residuals() {
    return Optional.ofNullable(residuals);
  }
}
