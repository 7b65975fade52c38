package io.latentmesh.vae;

import io.latentmesh.serving.model.ServiceMain;

/** The process {@code vae-svc}. */
public final class VaeMain {
  private VaeMain() {}

  /** Takes an optional settings file; the environment overrides it. */
  public static void main(String[] arguments) {
    int code = ServiceMain.run(ServiceMain.sources(arguments), VaeSettings.class, VaeServer::start);
    if (code != 0) {
      System.exit(code);
    }
  }
}
