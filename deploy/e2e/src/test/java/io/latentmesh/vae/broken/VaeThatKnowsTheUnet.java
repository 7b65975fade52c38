package io.latentmesh.vae.broken;

import io.latentmesh.unet.engine.broken.EngineThatSpeaksGrpc;

/** Breaks a boundary on purpose. */
public interface VaeThatKnowsTheUnet {
  EngineThatSpeaksGrpc engine();
}
