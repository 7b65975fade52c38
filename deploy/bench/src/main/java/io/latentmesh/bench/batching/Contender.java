package io.latentmesh.bench.batching;

import io.latentmesh.unet.engine.BatchPolicy;
import io.latentmesh.unet.engine.FairPolicy;
import io.latentmesh.unet.engine.Tuning;

/** A policy in the comparison. */
enum Contender {
  ONE_AT_A_TIME("one image at a time"),
  STATIC_WINDOW("static window, 8 requests or 5 s"),
  OURS("ours");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** A new one: policies of the comparison may remember things. */
  BatchPolicy policy() {
    return switch (this) {
      case ONE_AT_A_TIME -> new OneAtATime();
      case STATIC_WINDOW -> new StaticWindow();
      case OURS -> new FairPolicy(Tuning.standard());
    };
  }
}
