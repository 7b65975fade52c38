package io.latentmesh.networks.folder;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How timesteps, and what comes with them, become the time embedding.
 *
 * @param flipSinToCos whether sinusoidal features are [cos, sin] instead of [sin, cos]
 * @param freqShift subtracted from the number of frequencies in the exponent
 * @param timestepConditionSize width C of a second vector beside the timestep, as models distilled
 *     for a guidance scale take it ({@code time_cond_proj_dim}); empty for others
 * @param textTime pooled text and sizes, which SDXL takes; empty for others
 */
public record UnetEmbeddings(
    boolean flipSinToCos,
    double freqShift,
    OptionalInt timestepConditionSize,
    Optional<TextTimeConfig> textTime) {}
