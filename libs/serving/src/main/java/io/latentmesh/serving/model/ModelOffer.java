package io.latentmesh.serving.model;

/**
 * A model that a process can hold.
 *
 * @param name what requests call it
 * @param bytes of memory that it takes, as far as its files tell
 */
public record ModelOffer<M>(String name, long bytes, Residence residence, Opening<M> opening) {

  /** When a model is held. */
  public enum Residence {
    /** From the start to the end. */
    RESIDENT,
    /** From the first request for it until others need its room. */
    ON_DEMAND
  }

  /** Makes a model ready for requests: reads it and runs it once. */
  @FunctionalInterface
  public interface Opening<M> {
    /** Called on a platform thread of its own, once for each time that the model is loaded. */
    LoadedModel<M> load() throws Exception;
  }

  /** A model that is held from the start. */
  public static <M> ModelOffer<M> resident(String name, long bytes, Opening<M> opening) {
    return new ModelOffer<>(name, bytes, Residence.RESIDENT, opening);
  }
}
