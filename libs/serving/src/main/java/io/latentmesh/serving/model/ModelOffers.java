package io.latentmesh.serving.model;

import java.util.List;

/** Finds out which models a process can hold. */
@FunctionalInterface
public interface ModelOffers<M> {
  /**
   * At least one; the first is the default one and resident. Reads no weights.
   *
   * @throws Exception when the files of a model cannot be used
   */
  List<ModelOffer<M>> find() throws Exception;
}
