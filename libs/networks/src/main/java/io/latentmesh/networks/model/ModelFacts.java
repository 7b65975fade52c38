package io.latentmesh.networks.model;

import io.latentmesh.networks.folder.ModelDefaults;
import java.util.List;

/**
 * What a model says outside its networks.
 *
 * @param schedulerConfigJson {@code scheduler_config.json}, verbatim, or what it would say
 * @param defaults the model's own recommendations
 * @param zeroesMissingNegative see {@link io.latentmesh.networks.folder.ModelIndex}
 * @param warnings what had to be assumed, for the owner to read
 */
public record ModelFacts(
    String schedulerConfigJson,
    ModelDefaults defaults,
    boolean zeroesMissingNegative,
    List<String> warnings) {
  public ModelFacts {
    warnings = List.copyOf(warnings);
  }
}
