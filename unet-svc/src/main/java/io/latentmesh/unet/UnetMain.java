package io.latentmesh.unet;

import io.latentmesh.serving.model.ServiceMain;

/** The process {@code unet-svc}. */
public final class UnetMain {
  private UnetMain() {}

  /** Takes an optional settings file; the environment overrides it. */
  public static void main(String[] arguments) {
    int code =
        ServiceMain.run(ServiceMain.sources(arguments), UnetSettings.class, UnetServer::start);
    if (code != 0) {
      System.exit(code);
    }
  }
}
