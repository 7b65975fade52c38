package io.latentmesh.serving.model;

import org.jspecify.annotations.Nullable;

/** One model's place on the shelf. Guarded by the shelf's lock. */
final class ShelfPlace<M> {
  private final ModelOffer<M> offer;
  private HeldModel.State state = HeldModel.State.NOT_LOADED;
  private @Nullable LoadedModel<M> loaded; // null unless LOADED
  private @Nullable Throwable failure; // of the last attempt; null unless FAILED
  private int leases;
  private long lastUse;

  ShelfPlace(ModelOffer<M> offer) {
    this.offer = offer;
  }

  ModelOffer<M> offer() {
    return offer;
  }

  HeldModel.State state() {
    return state;
  }

  HeldModel held() {
    return new HeldModel(offer.name(), state, offer.bytes());
  }

  /** Null unless it is loaded. */
  @Nullable LoadedModel<M> loaded() {
    return loaded;
  }

  /** Null unless the last attempt failed. */
  @Nullable Throwable failure() {
    return failure;
  }

  void loading() {
    state = HeldModel.State.LOADING;
    failure = null;
  }

  void loaded(LoadedModel<M> model) {
    state = HeldModel.State.LOADED;
    loaded = model;
  }

  void failed(Throwable cause) {
    state = HeldModel.State.FAILED;
    failure = cause;
  }

  void emptied() {
    state = HeldModel.State.NOT_LOADED;
    loaded = null;
    failure = null;
  }

  void use(long order) {
    leases++;
    lastUse = order;
  }

  void unuse() {
    leases--;
  }

  long lastUse() {
    return lastUse;
  }

  /** Whether it takes memory, or is about to. */
  boolean takesRoom() {
    return state == HeldModel.State.LOADED || state == HeldModel.State.LOADING;
  }

  boolean canGo() {
    return state == HeldModel.State.LOADED
        && leases == 0
        && offer.residence() == ModelOffer.Residence.ON_DEMAND;
  }
}
