package io.latentmesh.networks.inspect;

import org.jspecify.annotations.Nullable;

/**
 * One network of a model.
 *
 * @param name its folder: text_encoder, unet or vae
 * @param architecture its class in the model's index; "unknown" if the index does not say
 * @param weights null if they are missing or cannot be read, which a problem then says
 */
public record ComponentReport(String name, String architecture, @Nullable WeightReport weights) {}
