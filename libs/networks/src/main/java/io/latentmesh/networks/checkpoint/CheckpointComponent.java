package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.safetensors.TensorSet;
import java.nio.file.Path;

/**
 * One network of a checkpoint, as a component's folder of a diffusers model would have it.
 *
 * @param name the folder's name: unet, vae, text_encoder or text_encoder_2
 * @param architecture its class in the reference libraries
 * @param weights its tensors under the reference's names
 * @param configJson what its {@code config.json} says, or would say
 * @param configOrigin what errors about the config name; a file only if there is one
 */
public record CheckpointComponent(
    String name, String architecture, TensorSet weights, String configJson, Path configOrigin) {}
