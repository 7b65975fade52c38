package io.latentmesh.networks.settings;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** A model beside the default one. */
public interface MoreModelSettings {
  /** Which model, and how it runs. */
  @WithParentName
  ModelSettings model();

  /**
   * {@code demand}: loaded by the first request for it, and held until others need its room; {@code
   * start}: held from the start to the end, as the default model is.
   */
  @WithDefault("demand")
  Load load();

  /** When a model is loaded. */
  enum Load {
    START,
    DEMAND
  }
}
